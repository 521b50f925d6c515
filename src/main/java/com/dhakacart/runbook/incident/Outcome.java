package com.dhakacart.runbook.incident;

/** How an incident ended. */
public enum Outcome {
  /** A change was made and recovery was measured afterwards. */
  RECOVERED,
  /** Recovery was measured, and no change had been made. */
  RECOVERED_BY_ITSELF,
  /** Customers were served well when the alert was checked, and stayed so. */
  FALSE_ALARM,
  /** A person took it over; nothing more is measured. */
  HANDED_OVER
}
