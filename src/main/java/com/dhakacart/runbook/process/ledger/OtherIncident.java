package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Incidents;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What was raised may be what holds the Deployment up under another incident. */
@Component
class OtherIncident {

  private final Incidents incidents;

  OtherIncident(Incidents incidents) {
    this.incidents = incidents;
  }

  /** Why nothing is taken back now; empty when it may be, and for what takes nothing back. */
  Optional<String> against(String incident, Remedy remedy) {
    return remedy == Remedy.TAKE_BACK
        ? incidents.alsoOpen(incident).map(OtherIncident::mustWait)
        : Optional.empty();
  }

  private static String mustWait(String open) {
    return "Incident %s of the same Deployment is open, and nothing is taken back under it: approve again when it is over, or type the commands"
        .formatted(open);
  }
}
