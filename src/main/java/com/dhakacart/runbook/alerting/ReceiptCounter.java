package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.incident.AlertReceipt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Counts alerts by what became of them ({@code runbook_alerts_total}), so that one can alert on
 * alerts that find no runbook.
 */
@Component
class ReceiptCounter {

  private final Map<AlertReceipt.Result, Counter> counters =
      new EnumMap<>(AlertReceipt.Result.class);

  /** By no receipt: whoever sent it is to send it again. */
  private final Counter putOff;

  private final Counter unserved;

  ReceiptCounter(MeterRegistry meters) {
    // all of them from the start, because a rate needs the zero before the first one
    Arrays.stream(AlertReceipt.Result.values())
        .forEach(result -> counters.put(result, counter(result.name(), meters)));
    putOff = counter("PUT_OFF", meters);
    unserved = counter("UNSERVED", meters);
  }

  private static Counter counter(String result, MeterRegistry meters) {
    return Counter.builder("runbook.alerts")
        .description("Alerts received, by what became of them")
        .tag("result", result)
        .register(meters);
  }

  /** One, since nobody knows how many it held. */
  void countRefusedDelivery() {
    counters.get(AlertReceipt.Result.REFUSED).increment();
  }

  /**
   * @param alerts of a delivery that could not be stored now, each time that it comes
   */
  void countPutOff(int alerts) {
    putOff.increment(alerts);
  }

  void count(List<AlertReceipt> receipts) {
    receipts.forEach(receipt -> counterOf(receipt).increment());
  }

  private Counter counterOf(AlertReceipt receipt) {
    return receipt.isUnserved() ? unserved : counters.get(receipt.result());
  }
}
