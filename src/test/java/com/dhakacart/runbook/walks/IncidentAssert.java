package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.model.ElementIds.known;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests;
import org.camunda.bpm.engine.test.assertions.bpmn.ProcessInstanceAssert;

/**
 * What an incident has passed and where it waits, of elements that a model has: what is asserted of
 * an unknown id fails, above all that it was not passed.
 */
final class IncidentAssert extends ProcessInstanceAssert {

  private IncidentAssert(ProcessEngine engine, ProcessInstance incident) {
    super(engine, incident);
  }

  static ProcessInstanceAssert assertThat(ProcessInstance incident) {
    return new IncidentAssert(BpmnAwareTests.processEngine(), incident);
  }

  @Override
  public ProcessInstanceAssert hasPassed(String... elements) {
    return super.hasPassed(known(elements));
  }

  @Override
  public ProcessInstanceAssert hasPassedInOrder(String... elements) {
    return super.hasPassedInOrder(known(elements));
  }

  @Override
  public ProcessInstanceAssert hasNotPassed(String... elements) {
    return super.hasNotPassed(known(elements));
  }

  @Override
  public ProcessInstanceAssert isWaitingAt(String... elements) {
    return super.isWaitingAt(known(elements));
  }

  @Override
  public ProcessInstanceAssert isNotWaitingAt(String... elements) {
    return super.isNotWaitingAt(known(elements));
  }

  @Override
  public ProcessInstanceAssert isWaitingAtExactly(String... elements) {
    return super.isWaitingAtExactly(known(elements));
  }
}
