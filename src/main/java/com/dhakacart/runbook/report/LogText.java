package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the service logged, in words. */
final class LogText {

  private static final int MOST_RECENT = 3;
  private static final int MOST_PATTERNS = 6;
  private static final int MOST_ROUTES = 3;

  /** A stack trace or a dumped body would bury everything else. */
  private static final int LONGEST_MESSAGE = 200;

  private LogText() {}

  static List<String> recent(List<LogPattern> patterns) {
    return lines(patterns, MOST_RECENT, "no errors and no warnings");
  }

  static List<String> patterns(List<LogPattern> patterns) {
    return lines(patterns, MOST_PATTERNS, "no errors and no warnings");
  }

  static List<String> dependencies(List<LogPattern> patterns) {
    return lines(patterns, MOST_RECENT, "no line speaks of another service");
  }

  static List<String> reading(LogReading reading) {
    String understood =
        reading.understood() == reading.lines()
            ? "all understood"
            : reading.understood() + " understood";
    return List.of(
        reading.lines() == 0
            ? "none were there"
            : Figures.count(reading.lines(), "line") + ", " + understood);
  }

  private static List<String> lines(List<LogPattern> patterns, int most, String none) {
    if (patterns.isEmpty()) {
      return List.of(none);
    }
    List<String> lines = new ArrayList<>();
    patterns.stream().limit(most).map(LogText::line).forEach(lines::add);
    if (patterns.size() > most) {
      lines.add("and " + Figures.count(patterns.size() - most, "other message"));
    }
    return lines;
  }

  private static String line(LogPattern pattern) {
    String error = pattern.error().isBlank() ? "" : ": " + shortened(pattern.error());
    String routes =
        pattern.routes().isEmpty()
            ? ""
            : pattern.routes().stream()
                .limit(MOST_ROUTES)
                .collect(Collectors.joining(", ", " (", ")"));
    return pattern.count()
        + " × "
        + pattern.level()
        + " “"
        + shortened(pattern.message())
        + "”"
        + error
        + routes;
  }

  private static String shortened(String words) {
    return words.length() <= LONGEST_MESSAGE ? words : words.substring(0, LONGEST_MESSAGE) + " …";
  }
}
