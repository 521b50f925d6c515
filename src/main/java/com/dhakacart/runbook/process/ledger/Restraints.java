package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Remedy;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What keeps a plan from being proposed or made although the cluster would allow it. */
@Component
public class Restraints {

  private final ChangeUses uses;
  private final ChangePause pause;
  private final ChangeBudget budget;
  private final Cooldown cooldown;
  private final OtherIncident other;

  Restraints(
      ChangeUses uses,
      ChangePause pause,
      ChangeBudget budget,
      Cooldown cooldown,
      OtherIncident other) {
    this.uses = uses;
    this.pause = pause;
    this.budget = budget;
    this.cooldown = cooldown;
    this.other = other;
  }

  /**
   * @throws HeldBack for what changes nothing, what is too much, and what was made just before;
   *     never for an undo, which a person decided on
   */
  public void mustBeProposable(Incident incident, int number, Remedy remedy, List<Change> planned) {
    if (planned.isEmpty() && remedy != Remedy.UNDO) {
      throw new HeldBack(ByHand.NOTHING_TO_CHANGE);
    }
    if (!remedy.restores()) {
      refuse(budget.usedUp(incident.key(), number).map(it -> it + ByHand.of(planned)));
      refuse(cooldown.against(incident, planned).map(it -> it + ByHand.of(planned)));
    }
  }

  /**
   * The approved plan of this remedy.
   *
   * @throws HeldBack where there is none, while changes are paused or used up, and for a take-back
   *     while the same Deployment has an open incident: what was raised may be what holds it up
   */
  public Plans.KeptPlan mayBeMade(String incident, Remedy remedy) {
    Plans.KeptPlan plan =
        uses.approved(incident, remedy)
            .orElseThrow(() -> new HeldBack("No approved plan: " + remedy.title()));
    refuse(pause.inWords().map(it -> it + ". What cannot wait is made by hand"));
    if (!remedy.restores()) {
      refuse(budget.usedUp(incident, plan.number()));
    }
    refuse(other.against(incident, remedy));
    return plan;
  }

  private static void refuse(Optional<String> reason) {
    reason.ifPresent(
        it -> {
          throw new HeldBack(it);
        });
  }
}
