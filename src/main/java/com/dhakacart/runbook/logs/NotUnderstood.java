package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.LogReading;
import java.util.Optional;

/** Why a log that was read tells nothing of errors. */
final class NotUnderstood {

  private NotUnderstood() {}

  /** Empty where enough of it was understood. */
  static Optional<String> of(LogReading reading, String example) {
    return reading.mostlyNotUnderstood()
        ? Optional.of(
            "only %d of %d lines were understood; the others say how bad they are in no way that is known, such as '%s': read the log itself, and set runbook.logs.plain-errors for lines of that kind"
                .formatted(reading.understood(), reading.lines(), example))
        : Optional.empty();
  }
}
