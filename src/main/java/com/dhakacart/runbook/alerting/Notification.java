package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.alerting.DeliveredAlert.Readable;
import com.dhakacart.runbook.alerting.DeliveredAlert.Unreadable;
import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import java.util.Iterator;
import java.util.List;

/**
 * What one delivery of Alertmanager says.
 *
 * @param delivered every alert, in the given order
 * @param truncated how many alerts of the group Alertmanager left out
 */
record Notification(List<DeliveredAlert> delivered, int truncated) {

  Notification {
    delivered = List.copyOf(delivered);
  }

  /** Those that can be read, in the given order. */
  List<Alert> alerts() {
    return delivered.stream()
        .filter(Readable.class::isInstance)
        .map(it -> ((Readable) it).alert())
        .toList();
  }

  /** What could not be read of those that can, which do without it. */
  List<String> leftOut() {
    return delivered.stream()
        .filter(Readable.class::isInstance)
        .flatMap(it -> ((Readable) it).leftOut().stream())
        .toList();
  }

  /** What is wrong with those that cannot. */
  List<String> problems() {
    return delivered.stream()
        .filter(Unreadable.class::isInstance)
        .flatMap(it -> ((Unreadable) it).problems().stream())
        .toList();
  }

  /**
   * A receipt for every alert, in the given order.
   *
   * @param taken one for each that can be read
   */
  List<AlertReceipt> inPlace(List<AlertReceipt> taken) {
    Iterator<AlertReceipt> next = taken.iterator();
    return delivered.stream()
        .map(
            it ->
                it instanceof Unreadable odd
                    ? AlertReceipt.refused(odd.fingerprint(), odd.reason())
                    : next.next())
        .toList();
  }
}
