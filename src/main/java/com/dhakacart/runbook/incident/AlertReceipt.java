package com.dhakacart.runbook.incident;

/**
 * What became of one alert.
 *
 * @param alert its fingerprint
 * @param incident key of the incident it belongs to; null when ignored
 */
public record AlertReceipt(String alert, String incident, Result result) {

  public enum Result {
    /** It opened an incident. */
    STARTED,
    /** It belongs to an incident that is there: a repeat, another series, related evidence. */
    JOINED,
    /** Its end was noted in its incident. */
    RESOLVED,
    /** No runbook, and no open incident of its service. */
    IGNORED
  }
}
