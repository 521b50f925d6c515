package com.dhakacart.runbook.process.access;

import org.springframework.security.core.AuthenticationException;

/** A provider says who somebody is, and it is nobody whom the runbook takes. */
class NotLetIn extends AuthenticationException {

  /**
   * @param sentence for that person, which ends with what to do
   */
  NotLetIn(String sentence) {
    super(sentence);
  }
}
