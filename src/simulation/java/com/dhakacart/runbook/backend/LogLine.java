package com.dhakacart.runbook.backend;

/**
 * One line of the backend's log.
 *
 * @param error the reason beside the message, or null
 */
public record LogLine(Level level, String message, String error) {

  public enum Level {
    INFO,
    WARN,
    ERROR
  }

  public static LogLine info(String message) {
    return new LogLine(Level.INFO, message, null);
  }

  public static LogLine warn(String message, String error) {
    return new LogLine(Level.WARN, message, error);
  }

  public static LogLine error(String message, String error) {
    return new LogLine(Level.ERROR, message, error);
  }
}
