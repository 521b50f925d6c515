package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Refuses to give a task to somebody who may not decide it. The engine lets whoever may claim name
 * anybody, known or not; the task would then be held by nobody, and wait.
 */
@Component
class CandidatesOnly {

  private final IdentityService identities;

  CandidatesOnly(IdentityService identities) {
    this.identities = identities;
  }

  /**
   * @throws DecisionRefused when the assignee is in none of the task's groups; the task stays as it
   *     was
   */
  @EventListener(condition = "#root.args[0].eventName == 'assignment'")
  void given(DelegateTask task) {
    Set<String> deciding =
        task.getCandidates().stream()
            .map(IdentityLink::getGroupId)
            .collect(Collectors.toCollection(TreeSet::new));
    if (task.getAssignee() == null || deciding.isEmpty()) {
      return;
    }
    boolean may =
        identities.createGroupQuery().groupMember(task.getAssignee()).list().stream()
            .map(Group::getId)
            .anyMatch(
                it ->
                    deciding.contains(it)
                        || it.equals(org.camunda.bpm.engine.authorization.Groups.CAMUNDA_ADMIN));
    if (!may) {
      throw new DecisionRefused(
          "%s is in none of the groups that decide this; give the task to somebody of %s"
              .formatted(task.getAssignee(), String.join(", ", deciding)));
    }
  }
}
