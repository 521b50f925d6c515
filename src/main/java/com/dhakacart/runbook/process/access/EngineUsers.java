package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.ledger.Refusal;
import java.util.Locale;
import java.util.Set;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.identity.IdentityOperationResult;
import org.camunda.bpm.engine.impl.identity.db.DbIdentityServiceProvider;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;

/**
 * The engine's users without the engine's lock: there ten wrong passwords from anywhere lock a user
 * for good, whose right password then counts no more; {@link LogInAttempts} slows down instead. No
 * two of them differ in case only, and none is called like a machine, since people read names.
 * Nobody logs in with an empty password, nor as a user who was given none.
 *
 * <p>Public, and with a constructor without arguments, because the engine makes one for each
 * command.
 */
public class EngineUsers extends DbIdentityServiceProvider {

  /** Whom the records mean by these names: who is not logged in, and the machines. */
  static final Set<String> NO_PEOPLE =
      Set.of(Refusal.NOBODY, "alertmanager", "prometheus", "runbook");

  /**
   * @throws DecisionRefused when a new user would be mistaken for a machine, or for another user
   */
  @Override
  public IdentityOperationResult saveUser(User user) {
    if (user instanceof UserEntity saved && saved.getRevision() == 0) {
      mustBeUnmistakable(saved.getId());
    }
    return super.saveUser(user);
  }

  private void mustBeUnmistakable(String id) {
    if (NO_PEOPLE.contains(id.toLowerCase(Locale.ROOT))) {
      throw new DecisionRefused(
          "%s is what the records call somebody who is no person; choose another id".formatted(id));
    }
    createUserQuery().list().stream()
        .map(User::getId)
        .filter(it -> it.equalsIgnoreCase(id) && !it.equals(id))
        .findFirst()
        .ifPresent(
            it -> {
              throw new DecisionRefused(
                  "There is a user %s, for whom %s would be taken; choose another id"
                      .formatted(it, id));
            });
  }

  @Override
  protected boolean matchPassword(String password, UserEntity user) {
    return !password.isEmpty() && user.getPassword() != null && super.matchPassword(password, user);
  }

  /** Never; what an older version has locked counts no more. */
  @Override
  protected boolean isUserLocked(UserEntity user) {
    return false;
  }

  /** Not at all: a stranger's wrong password writes nothing to the user's row. */
  @Override
  protected void lockUser(UserEntity user) {
    // see LogInAttempts
  }
}
