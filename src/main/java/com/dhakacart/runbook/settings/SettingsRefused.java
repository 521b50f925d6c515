package com.dhakacart.runbook.settings;

import java.util.List;

/** Settings say what the runbook cannot do, and so it does not start. */
class SettingsRefused extends RuntimeException {

  /**
   * @param problems a sentence each: which setting, where it is written, what is wrong
   */
  SettingsRefused(List<String> problems) {
    super("The runbook cannot use these settings:\n\n  - " + String.join("\n  - ", problems));
  }
}
