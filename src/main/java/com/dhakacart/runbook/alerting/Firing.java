package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.incident.Alert;
import java.util.List;

/**
 * What Alertmanager says fires.
 *
 * @param alerts those that can be read, in the given order
 * @param whole false where the answer was larger than is read, so that there are more
 */
record Firing(List<Alert> alerts, boolean whole) {

  Firing {
    alerts = List.copyOf(alerts);
  }
}
