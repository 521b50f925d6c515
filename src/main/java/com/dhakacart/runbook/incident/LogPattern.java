package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Log lines that say the same thing.
 *
 * @param level {@code error} or {@code warn}
 * @param error what its error says, which alone tells a wrong table from a dead database; empty
 *     when absent
 * @param routes the urls that the lines name, most frequent first; empty when none
 */
public record LogPattern(
    String level,
    String message,
    String error,
    List<String> routes,
    int count,
    Instant firstSeen,
    Instant lastSeen) {

  /**
   * Numbers and ids, but not the address that a line names, since a port tells the database from
   * Redis.
   */
  private static final Pattern VARYING =
      Pattern.compile(
          "(?<address>\\b(?:\\d{1,3}\\.){3}\\d{1,3}:\\d+\\b)"
              + "|\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b"
              + "|\\b(?=[a-fA-F]*[0-9])[0-9a-fA-F]{8,}\\b"
              + "|(?<![A-Za-z_:.])\\d+(?:\\.\\d+)?");

  public LogPattern {
    routes = List.copyOf(routes);
  }

  /** What it says, whichever of its lines is shown: equal where two patterns say the same. */
  public Words words() {
    return Words.of(level, message, error);
  }

  /**
   * What lines say that say the same.
   *
   * @param message with {@code N} for what varies from line to line
   * @param error likewise
   */
  public record Words(String level, String message, String error) {

    public static Words of(String level, String message, String error) {
      return new Words(level, masked(message), masked(error));
    }

    private static String masked(String text) {
      return VARYING
          .matcher(text)
          .replaceAll(found -> found.group(1) != null ? found.group(1) : "N");
    }
  }
}
