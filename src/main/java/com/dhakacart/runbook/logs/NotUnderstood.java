package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.LogReading;
import java.util.Optional;

/** Why a log that was read tells nothing of errors. */
final class NotUnderstood {

  private NotUnderstood() {}

  /** Empty where enough of it was understood, and of a line is known how bad it is. */
  static Optional<String> of(LogReading reading, String example) {
    if (reading.mostlyNotUnderstood()) {
      return Optional.of(
          "only %d of %d lines were understood; the others say how bad they are in no way that is known, such as '%s': read the log itself, and set runbook.logs.plain-errors for lines of that kind"
              .formatted(reading.understood(), reading.lines(), example));
    }
    return reading.noLevelKnown()
        ? Optional.of(
            "of none of %d lines is known how bad it is, such as '%s', so that any may be an error: read the log itself, and set runbook.logs.plain-errors to what such lines say of an error"
                .formatted(reading.lines(), example))
        : Optional.empty();
  }
}
