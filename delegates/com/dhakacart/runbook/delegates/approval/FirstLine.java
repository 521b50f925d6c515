package com.dhakacart.runbook.delegates.approval;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.OpenDecisions;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.task.IdentityLink;
import org.springframework.stereotype.Component;

/**
 * What is asked of whom until when: the first thing that a person reads of a task, in its form, on
 * the incident's page and, as its due date, in the lists of tasks. The model says what is asked.
 */
@Component
class FirstLine {

  private final Deadlines deadlines;
  private final DecisionTitle title;

  FirstLine(Deadlines deadlines, DecisionTitle title) {
    this.deadlines = deadlines;
    this.title = title;
  }

  Map<String, Object> give(DelegateTask task, Incident incident, boolean open) {
    String asked = Objects.requireNonNullElse(task.getDescription(), task.getName());
    Optional<Deadline> deadline = deadlines.of(task);
    deadline.ifPresent(it -> task.setDueDate(Date.from(it.until())));
    title.give(task, incident, open);
    return Map.ofEntries(
        Map.entry("asked", asked),
        Map.entry(OpenDecisions.ASKED_OF, groups(task)),
        Map.entry("askedUntil", deadline.map(it -> it.until().toString()).orElse("")),
        Map.entry("askedThen", deadline.map(Deadline::then).orElse("")));
  }

  private static List<String> groups(DelegateTask task) {
    return task.getCandidates().stream()
        .map(IdentityLink::getGroupId)
        .filter(Objects::nonNull)
        .sorted()
        .toList();
  }
}
