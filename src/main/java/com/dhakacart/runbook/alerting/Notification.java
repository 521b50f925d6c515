package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.incident.Alert;
import java.util.List;

/**
 * What one delivery of Alertmanager says.
 *
 * @param truncated how many alerts of the group Alertmanager left out
 */
record Notification(List<Alert> alerts, int truncated) {

  Notification {
    alerts = List.copyOf(alerts);
  }
}
