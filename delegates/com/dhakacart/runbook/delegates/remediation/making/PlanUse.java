package com.dhakacart.runbook.delegates.remediation.making;

import com.dhakacart.runbook.cluster.changing.ApprovedUse;
import com.dhakacart.runbook.cluster.changing.ChangeDrifted;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.ledger.ApprovalExpired;
import com.dhakacart.runbook.process.ledger.ChangeUses;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.Plans.KeptPlan;
import com.dhakacart.runbook.process.ledger.UseRefused;
import java.util.Optional;

/** One change of an approved plan; the ledger says at the moment of writing whether it still is. */
record PlanUse(ChangeUses uses, MadeChanges changes, String incident, KeptPlan plan, Change change)
    implements ApprovedUse {

  /** A take-back was shown as it was planned; an undo was decided before. */
  @Override
  public Optional<Change> undone() {
    return plan.remedy() == Remedy.UNDO
        ? Optional.of(changes.undoneBy(incident, plan.number(), change))
        : Optional.empty();
  }

  @Override
  public void begin(Change change) {
    try {
      uses.begin(incident, plan.number(), change);
    } catch (UseRefused e) {
      throw new ChangeRefused(e.getMessage(), e);
    } catch (ApprovalExpired e) {
      throw new ChangeDrifted(e.getMessage()); // time has passed over what was approved
    }
  }
}
