package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.history.HistoricIdentityLinkLog;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.model.bpmn.instance.UserTask;
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
  private final HistoryService history;
  private final People people;

  DecidersOnly(IdentityService identities, HistoryService history, People people) {
    this.identities = identities;
    this.history = history;
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
    Set<String> deciding = deciding(task);
    if (!deciding.isEmpty() && Collections.disjoint(deciding, groups(user))) {
      throw new DecisionRefused(
          "%s is in none of the groups that decide this; give the task to somebody of %s"
              .formatted(user, String.join(", ", deciding)));
    }
  }

  /** Empty for a task that is no decision of a runbook. */
  private Set<String> deciding(DelegateTask task) {
    Set<String> groups = new TreeSet<>();
    UserTask drawn = task.getBpmnModelElementInstance();
    if (drawn != null) {
      groups.addAll(drawn.getCamundaCandidateGroupsList());
      history
          .createHistoricIdentityLinkLogQuery()
          .taskId(task.getId())
          .type(IdentityLinkType.CANDIDATE)
          .operationType("add")
          .list()
          .stream()
          .filter(it -> it.getAssignerId() == null && it.getGroupId() != null)
          .map(HistoricIdentityLinkLog::getGroupId)
          .forEach(groups::add);
    }
    return groups;
  }

  private Set<String> groups(String user) {
    Authentication who = identities.getCurrentAuthentication();
    return who != null && user.equals(who.getUserId()) && who.getGroupIds() != null
        ? Set.copyOf(who.getGroupIds())
        : people.groupsOfEngine(user);
  }
}
