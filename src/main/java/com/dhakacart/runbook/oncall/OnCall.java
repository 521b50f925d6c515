package com.dhakacart.runbook.oncall;

import com.dhakacart.runbook.incident.Page;

/** Reaches the people who can help. */
public interface OnCall {

  /**
   * Sends the page by every way that is configured for its team (webhook, mail).
   *
   * @return how it went out, in words for the history, such as {@code mail to
   *     db-team@dhakacart.com}; says so when the team has no way configured
   * @throws PageNotSent when no configured way worked
   */
  String page(Page page);
}
