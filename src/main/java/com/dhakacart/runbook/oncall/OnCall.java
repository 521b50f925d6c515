package com.dhakacart.runbook.oncall;

import com.dhakacart.runbook.incident.Page;

/** Reaches the people who can help. */
public interface OnCall {

  /**
   * Sends the page by every way that is configured for its team (webhook, mail). A team without one
   * is called by another, which is told its phone number.
   *
   * @return how it went out, in words for the history, such as {@code mail to
   *     db-team@dhakacart.com}
   * @throws PageNotSent when no configured way worked, or no other team took the page of one that
   *     has none
   */
  String page(Page page);
}
