package com.dhakacart.runbook.incident;

import java.time.Duration;
import java.util.Map;

/** How long a step waits for one answer from outside, as the settings of a capability say. */
public interface Timeouts {

  /** By the full name of the setting. */
  Map<String, Duration> timeouts();
}
