package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.StoredText;
import com.dhakacart.runbook.report.Briefings;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.stereotype.Component;

/** Tells a decision from the same one of another incident, wherever tasks are listed. */
@Component
class DecisionTitle {

  /** The engine's column. */
  private static final int LONGEST_NAME = 255;

  private final Briefings briefings;

  DecisionTitle(Briefings briefings) {
    this.briefings = briefings;
  }

  /** Such as {@code Approve change (Code deployment): shop since 2026-11-24 06:15 UTC}. */
  void give(DelegateTask task, Incident incident, boolean open) {
    String cause =
        CAUSE_BEFORE
            .find(task)
            .or(() -> CAUSE.find(task))
            .filter(it -> it != Cause.NONE_OF_THEM)
            .map(it -> " (" + it.title() + ")")
            .orElse("");
    String name =
        "%s%s: %s %s %s"
            .formatted(
                task.getName(),
                cause,
                incident.workload().service(),
                open ? "since" : "on",
                briefings.minute(incident.openedAt()));
    task.setName(StoredText.shortened(name, LONGEST_NAME));
    task.setDescription(
        "%s Incident %s: %s on %s"
            .formatted(
                Objects.toString(task.getDescription(), ""),
                incident.key(),
                incident.alertName(),
                incident.workload().name())
            .strip());
    INCIDENT_KEY.setLocal(task, incident.key());
  }
}
