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

  ReceiptCounter(MeterRegistry meters) {
    // all of them from the start, because a rate needs the zero before the first one
    Arrays.stream(AlertReceipt.Result.values())
        .forEach(
            result ->
                counters.put(
                    result,
                    Counter.builder("runbook.alerts")
                        .description("Alerts received, by what became of them")
                        .tag("result", result.name())
                        .register(meters)));
  }

  /** One, since nobody knows how many it held. */
  void countRefusedDelivery() {
    counters.get(AlertReceipt.Result.REFUSED).increment();
  }

  void count(List<AlertReceipt> receipts) {
    receipts.forEach(receipt -> counters.get(receipt.result()).increment());
  }
}
