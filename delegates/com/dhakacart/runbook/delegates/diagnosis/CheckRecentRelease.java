package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Looks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Check deployment history": which revision runs, since when, and what ran before it. */
@Component
class CheckRecentRelease implements JavaDelegate {

  private final ClusterView cluster;

  CheckRecentRelease(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = INCIDENT.from(step).workload();
    Looks.ask(step, RELEASES, () -> cluster.releases(workload));
  }
}
