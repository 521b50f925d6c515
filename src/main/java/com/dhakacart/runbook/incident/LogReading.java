package com.dhakacart.runbook.incident;

/**
 * How much of the log was read, so that a log that nobody can read is not taken for one without
 * errors.
 *
 * @param lines that were read, blank ones left out
 * @param understood those of them of which it is known whether they are errors
 */
public record LogReading(int lines, int understood) {

  /** Whether what the log says of errors cannot be known by it. */
  public boolean mostlyNotUnderstood() {
    return understood * 2 < lines;
  }
}
