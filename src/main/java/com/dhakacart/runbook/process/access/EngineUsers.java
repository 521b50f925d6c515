package com.dhakacart.runbook.process.access;

import org.camunda.bpm.engine.impl.identity.db.DbIdentityServiceProvider;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;

/**
 * The engine's users without the engine's lock: there ten wrong passwords from anywhere lock a user
 * for good, whose right password then counts no more; {@link LogInAttempts} slows down instead.
 * Nobody logs in with an empty password, nor as a user who was given none.
 *
 * <p>Public, and with a constructor without arguments, because the engine makes one for each
 * command.
 */
public class EngineUsers extends DbIdentityServiceProvider {

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
