package com.dhakacart.runbook.alerting;

import java.util.List;

/** The body is not Alertmanager's webhook payload; the message says what is wrong with it. */
class NotANotification extends RuntimeException {

  private static final int SHOWN = 10;

  NotANotification(String problem) {
    this(List.of(problem));
  }

  NotANotification(List<String> problems) {
    this(problems, "");
  }

  /**
   * @param advice what to do where it was sent, as sentences after a blank; empty when not known
   */
  NotANotification(List<String> problems, String advice) {
    super(
        "This is not an Alertmanager webhook payload (version 4): "
            + String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())))
            + (problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : "")
            + ". Nothing was stored. Send what a webhook_configs receiver of Alertmanager sends."
            + advice);
  }
}
