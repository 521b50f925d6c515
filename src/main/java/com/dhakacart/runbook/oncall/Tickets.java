package com.dhakacart.runbook.oncall;

import java.util.Optional;

/** The incident management system, where one is configured. */
public interface Tickets {

  /**
   * Files the root cause; repeating it with the same key files nothing twice as far as the other
   * side honours the {@code Idempotency-Key} header.
   *
   * @param incident the incident's key
   * @param page where the incident is read and decided
   * @param report where its report is
   * @return what the ticket system answered; empty when none is configured
   * @throws PageNotSent when it did not take it
   */
  Optional<String> file(String incident, String rootCause, String page, String report);
}
