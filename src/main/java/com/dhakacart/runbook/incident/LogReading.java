package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * How much of the log was read, so that a log that nobody can read is not taken for one without
 * errors.
 *
 * @param lines that were read, blank ones left out
 * @param understood those of them of which it is known whether they are errors
 * @param unread pods whose log could not be read, each with the reason
 */
public record LogReading(int lines, int understood, List<String> unread) {

  public LogReading {
    // an incident may be older than the version that notes it
    unread = unread == null ? List.of() : List.copyOf(unread);
  }

  /** Of every log there is. */
  public LogReading(int lines, int understood) {
    this(lines, understood, List.of());
  }

  /** Whether every log was read, and every line of it understood. */
  public boolean whole() {
    return understood == lines && unread.isEmpty();
  }

  /** Whether what the log says of errors cannot be known by it. */
  public boolean mostlyNotUnderstood() {
    return understood * 2 < lines;
  }
}
