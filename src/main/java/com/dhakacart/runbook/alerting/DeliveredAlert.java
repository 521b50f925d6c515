package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.incident.Alert;
import java.util.List;

/** One alert of a delivery: what it says, or why it cannot be read. */
sealed interface DeliveredAlert {

  /**
   * @param leftOut what it can do without and could not be read; each begins with where it stands
   */
  record Readable(Alert alert, List<String> leftOut) implements DeliveredAlert {}

  /**
   * @param fingerprint null when it has none
   * @param problems at least one; each begins with where it stands in the payload
   */
  record Unreadable(String fingerprint, List<String> problems) implements DeliveredAlert {

    private static final int SHOWN = 10;

    /** The problems as one text, of which an alert can have any number. */
    String reason() {
      return problems.size() <= SHOWN
          ? String.join("; ", problems)
          : String.join("; ", problems.subList(0, SHOWN))
              + "; and %d more".formatted(problems.size() - SHOWN);
    }
  }
}
