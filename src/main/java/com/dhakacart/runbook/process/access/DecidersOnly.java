package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import java.util.Collections;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Refuses to give a decision to somebody who may not make it, and to take it from them. Who may is
 * said by the model, and by the process where it offers an open decision to a further group; what a
 * person adds to a task does not count, and neither does being an administrator.
 */
@Component
class DecidersOnly {

  private final IdentityService identities;
  private final Deciders deciders;
  private final People people;

  DecidersOnly(IdentityService identities, Deciders deciders, People people) {
    this.identities = identities;
    this.deciders = deciders;
    this.people = people;
  }

  /**
   * @throws DecisionRefused when the assignee is in none of the groups that decide this; the task
   *     stays as it was
   */
  @EventListener(condition = "#root.args[0].eventName == 'assignment'")
  void given(DelegateTask task) {
    Authentication who = identities.getCurrentAuthentication();
    if (task.getAssignee() != null) {
      mustDecide(task, task.getAssignee());
    } else if (who != null && who.getUserId() != null) {
      mustDecide(task, who.getUserId()); // takes it from whoever had it
    }
  }

  /**
   * @throws DecisionRefused when who completes the task is in none of the groups that decide this
   */
  @EventListener(condition = "#root.args[0].eventName == 'complete'")
  void decided(DelegateTask task) {
    Authentication who = identities.getCurrentAuthentication();
    String user = who == null ? task.getAssignee() : who.getUserId();
    if (user != null) {
      mustDecide(task, user);
    }
  }

  private void mustDecide(DelegateTask task, String user) {
    Set<String> deciding = deciders.of(task.getId(), task.getBpmnModelElementInstance());
    if (!deciding.isEmpty() && Collections.disjoint(deciding, groups(user))) {
      throw new DecisionRefused(
          "%s is in none of the groups that decide this; give the task to somebody of %s"
              .formatted(user, String.join(", ", deciding)));
    }
  }

  private Set<String> groups(String user) {
    Authentication who = identities.getCurrentAuthentication();
    return who != null && user.equals(who.getUserId()) && who.getGroupIds() != null
        ? Set.copyOf(who.getGroupIds())
        : people.groupsOfEngine(user);
  }
}
