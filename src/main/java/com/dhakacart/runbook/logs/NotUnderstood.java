package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.LogReading;
import java.util.Optional;

/** Why a log that was read tells nothing of errors. */
final class NotUnderstood {

  private NotUnderstood() {}

  /** Empty where enough of it was understood. */
  static Optional<String> of(LogReading reading) {
    return reading.mostlyNotUnderstood()
        ? Optional.of(
            "only %d of %d lines were understood: the others say level and message in no field that is known; read the log itself"
                .formatted(reading.understood(), reading.lines()))
        : Optional.empty();
  }
}
