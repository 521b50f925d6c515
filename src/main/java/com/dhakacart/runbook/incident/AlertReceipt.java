package com.dhakacart.runbook.incident;

/**
 * What became of one alert.
 *
 * @param alert its fingerprint; null when it has none that could be read
 * @param incident key of the incident it belongs to; null when ignored or refused
 * @param reason why it was refused, as a sentence; null otherwise
 */
public record AlertReceipt(String alert, String incident, Result result, String reason) {

  public enum Result {
    /** It opened an incident. */
    STARTED,
    /** It belongs to an incident that is there: a repeat, another series, related evidence. */
    JOINED,
    /** Its end was noted in its incident. */
    RESOLVED,
    /** No runbook, and no open incident of its service. */
    IGNORED,
    /** It would be as wrong the next time: it cannot be read, or not be kept. */
    REFUSED
  }

  public AlertReceipt(String alert, String incident, Result result) {
    this(alert, incident, result, null);
  }

  /**
   * It fires for a service that nobody has told the runbook of, and so nobody looks at it.
   *
   * @param reason what to do about it
   */
  public static AlertReceipt unserved(String alert, String reason) {
    return new AlertReceipt(alert, null, Result.IGNORED, reason);
  }

  /** Whether there is a runbook for it that could not begin. */
  public boolean isUnserved() {
    return result == Result.IGNORED && reason != null;
  }

  /**
   * @param alert its fingerprint; null when it has none that could be read
   */
  public static AlertReceipt refused(String alert, String reason) {
    return new AlertReceipt(alert, null, Result.REFUSED, reason);
  }
}
