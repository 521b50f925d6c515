package com.dhakacart.runbook.walks;

import com.dhakacart.runbook.process.ledger.ChangePause;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * One test for each path through the picture, a class for each of its phases; all in one context.
 * What is not passed by one of them fails the build: {@link ModelCoverage}.
 */
@Import(ModelCoverage.class)
@TestPropertySource(
    properties = {
      "runbook.remediation.degradation.description=Orders are taken, and paid for later",
      "runbook.remediation.degradation.resource=configmaps",
      "runbook.remediation.degradation.name=dhakacart-config",
      "runbook.remediation.degradation.patch={\"data\":{\"PAYMENTS\":\"later\"}}"
    })
abstract class Paths extends Walking {

  @Autowired ChangePause pause;
}
