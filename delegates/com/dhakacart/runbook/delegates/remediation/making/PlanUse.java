package com.dhakacart.runbook.delegates.remediation.making;

import com.dhakacart.runbook.cluster.changing.ApprovedUse;
import com.dhakacart.runbook.cluster.changing.ChangeDrifted;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.process.ledger.ApprovalExpired;
import com.dhakacart.runbook.process.ledger.ChangeUses;
import com.dhakacart.runbook.process.ledger.UseRefused;

/** One change of an approved plan; the ledger says at the moment of writing whether it still is. */
record PlanUse(ChangeUses uses, String incident, int plan, Change change) implements ApprovedUse {

  @Override
  public void begin(Change change) {
    try {
      uses.begin(incident, plan, change);
    } catch (UseRefused e) {
      throw new ChangeRefused(e.getMessage(), e);
    } catch (ApprovalExpired e) {
      throw new ChangeDrifted(e.getMessage()); // time has passed over what was approved
    }
  }
}
