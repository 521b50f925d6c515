package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.camunda.bpm.engine.ManagementService;
import org.springframework.stereotype.Component;

/**
 * A failed step may be tried again. By the engine's rules the same call moves a timer or silences
 * it, with the right to retry alone.
 */
@Component
class RetriesSchema implements BodySchema {

  private final ManagementService jobs;

  RetriesSchema(ManagementService jobs) {
    this.jobs = jobs;
  }

  @Override
  public Holds kind() {
    return Holds.RETRIES;
  }

  @Override
  public void check(JsonNode body, Asked asked) {
    Fields.only(body, Set.of("retries"));
    JsonNode retries = body.path("retries");
    if (!retries.isIntegralNumber() || !retries.canConvertToInt() || retries.intValue() < 1) {
      throw new DecisionRefused("Say how often it is to be tried again: {\"retries\": 1}, or more");
    }
    if (jobs.createJobQuery().jobId(asked.of("id")).noRetriesLeft().count() == 0) {
      throw new DecisionRefused(
          "This is no step that failed as often as it may: only such a one is tried again by hand."
              + " GET /engine-rest/job?noRetriesLeft=true lists them");
    }
  }
}
