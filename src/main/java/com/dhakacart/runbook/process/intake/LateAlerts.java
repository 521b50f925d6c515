package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.process.IncidentClosed;
import com.dhakacart.runbook.process.intake.AlertIntake.Delivery;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Alerts that join an incident after its last measurement had begun: what they say is not over with
 * it, and Alertmanager, which was answered, may not come again for hours.
 */
@Component
class LateAlerts {

  private static final Logger log = LoggerFactory.getLogger(LateAlerts.class);

  private final Episodes episodes;
  private final AlertIntake intake;

  LateAlerts(Episodes episodes, AlertIntake intake) {
    this.episodes = episodes;
    this.intake = intake;
  }

  /** Takes them as if they came now. Of one that was handed over, people have them in hand. */
  @EventListener
  void takeAnew(IncidentClosed closed) {
    if (closed.outcome() != Outcome.HANDED_OVER) {
      List<Alert> late = episodes.takeLate(closed.incident());
      intake
          .take(late, new Delivery(intake.runbooks(late), true))
          .forEach(
              (alert, receipt) ->
                  log.info(
                      "Alert {} joined {} after its service was last measured: {} {}",
                      alert.name(),
                      closed.incident(),
                      receipt.result(),
                      receipt.incident()));
    }
  }
}
