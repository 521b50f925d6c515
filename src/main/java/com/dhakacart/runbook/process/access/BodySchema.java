package com.dhakacart.runbook.process.access;

import com.fasterxml.jackson.databind.JsonNode;

/** What a body of one kind may hold. */
interface BodySchema {

  Holds kind();

  /**
   * @param body missing where there is none
   * @throws com.dhakacart.runbook.process.DecisionRefused when it holds anything else; says what,
   *     and what it may hold
   */
  void check(JsonNode body, Asked asked);
}
