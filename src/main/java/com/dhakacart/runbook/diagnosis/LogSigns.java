package com.dhakacart.runbook.diagnosis;

import com.dhakacart.runbook.incident.LogPattern;
import java.util.List;
import java.util.function.Predicate;

/** Which lines of the logs are more than chance. */
final class LogSigns {

  /** Of the lines that are not usual: less is a crumb beside what most of them say. */
  private static final double SHARE = 0.01;

  private LogSigns() {}

  /**
   * Those that match, where they are several: enough for what forbids a change, which needs less
   * than what speaks for a cause.
   *
   * @return empty where they are fewer
   */
  static List<LogPattern> several(Symptoms symptoms, Predicate<LogPattern> matching) {
    List<LogPattern> found = symptoms.lines().stream().filter(matching).toList();
    return count(found) >= Symptoms.SEVERAL ? found : List.of();
  }

  /**
   * Those that match, where they are several and one in a hundred. What is said while nothing is
   * wrong counts nothing, on neither side.
   *
   * @return empty where they are fewer
   */
  static List<LogPattern> telling(Symptoms symptoms, Predicate<LogPattern> matching) {
    List<LogPattern> unusual =
        symptoms.lines().stream().filter(it -> !isUsual(symptoms, it)).toList();
    List<LogPattern> found = unusual.stream().filter(matching).toList();
    int lines = count(found);
    return lines >= Symptoms.SEVERAL && lines >= SHARE * count(unusual) ? found : List.of();
  }

  static int count(List<LogPattern> lines) {
    return lines.stream().mapToInt(LogPattern::count).sum();
  }

  private static boolean isUsual(Symptoms symptoms, LogPattern line) {
    return symptoms.usual().filter(it -> it.isAlwaysSaid(line)).isPresent();
  }
}
