package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.diagnosis.Observations;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.ledger.HarmDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What speaks against a remedy, whoever chose the cause: the rules stand in {@code findHarm}. */
@Component
public class NoHarm {

  private final SeenNow seen;
  private final HarmDecision decision;

  NoHarm(SeenNow seen, HarmDecision decision) {
    this.seen = seen;
    this.decision = decision;
  }

  /** Refuses what would do harm now; restoring what was must always be possible. */
  void mustNotHarm(DelegateExecution step, Remedy remedy) {
    if (!remedy.restores()) {
      refuse(remedy, step, seen.rollout(step));
    }
  }

  /** Right before the change. A rollout may be this very change, made just before a crash. */
  public void mustStillNotHarm(DelegateExecution step, Remedy remedy) {
    refuse(remedy, step, Optional.empty());
  }

  private void refuse(Remedy remedy, DelegateExecution step, Optional<Observation> rollout) {
    List<Observation> observed = new ArrayList<>(seen.observed(step));
    observed.removeIf(it -> Observations.isOfARollout(it.kind()));
    rollout.ifPresent(observed::add);
    List<String> reasons = decision.reasonsAgainst(remedy, observed);
    if (!reasons.isEmpty()) {
      throw new ChangeRefused(String.join(" ", reasons));
    }
  }
}
