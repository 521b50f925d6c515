package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * How much of the log was read, so that a log that nobody can read is not taken for one without
 * errors.
 *
 * @param lines that were read, blank ones left out
 * @param understood those of them that show how bad they are, or are prose
 * @param withoutLevel those of the understood that are prose: beside lines that show how bad they
 *     are it is taken for harmless, but never alone
 * @param unread pods whose log could not be read, each with the reason
 */
public record LogReading(int lines, int understood, int withoutLevel, List<String> unread) {

  public LogReading {
    // an incident may be older than the version that notes it
    unread = unread == null ? List.of() : List.copyOf(unread);
  }

  /** Of lines that show how bad they are. */
  public LogReading(int lines, int understood, List<String> unread) {
    this(lines, understood, 0, unread);
  }

  /** Of every log there is. */
  public LogReading(int lines, int understood) {
    this(lines, understood, List.of());
  }

  /** Whether every log was read, and every line of it shows how bad it is. */
  public boolean whole() {
    return understood == lines && withoutLevel == 0 && unread.isEmpty();
  }

  /** Whether there are lines, and of none is known how bad it is. */
  public boolean noLevelKnown() {
    return lines > 0 && understood == withoutLevel;
  }

  /** Whether what the log says of errors cannot be known by it. */
  public boolean mostlyNotUnderstood() {
    return understood * 2 < lines;
  }
}
