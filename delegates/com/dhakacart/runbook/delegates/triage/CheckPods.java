package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.logs.Logs;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * "Check Current Status": the pods, what of them died and how, what the cluster warns of, and their
 * recent error lines.
 */
@Component
class CheckPods implements JavaDelegate {

  private final Incidents incidents;
  private final ClusterView cluster;
  private final Logs logs;
  private final Looks looks;

  CheckPods(Incidents incidents, ClusterView cluster, Logs logs, Looks looks) {
    this.incidents = incidents;
    this.cluster = cluster;
    this.logs = logs;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = incidents.of(step);
    looks.ask(
        step,
        look(PODS, () -> cluster.pods(incident.workload())),
        look(NODES, () -> cluster.nodes(incident.workload())),
        look(LAST_WORDS, () -> cluster.lastWords(incident.workload())),
        look(EVENTS, () -> cluster.warningEvents(incident.workload())),
        look(ERROR_LINES, () -> logs.errors(incident.workload(), incident.recentFrom())));
  }
}
