package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;

class StepTimesTest {

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

  private Duration takes;

  /** A series that is born at 1 has never risen, and no rule would fire for it. */
  @Test
  void stepTakesMoreThanAMinute_isCounted_fromAZeroThatWasThereWhenItBegan() {
    ProcessEngine engine = EngineInMemory.start(new StepTimes(meters), beans());
    try {
      engine
          .getRepositoryService()
          .createDeployment()
          .addModelInstance(
              "looks.bpmn",
              Bpmn.createExecutableProcess("looks")
                  .camundaHistoryTimeToLive(1)
                  .startEvent()
                  .serviceTask("look")
                  .camundaDelegateExpression("${look}")
                  .endEvent()
                  .done())
          .deploy();

      look(engine, Duration.ofSeconds(60));
      assertThat(slow()).isZero();

      look(engine, Duration.ofSeconds(61));
      assertThat(slow()).isEqualTo(1);
      assertThat(meters.get("runbook.steps").tag("result", "DONE").timer().count()).isEqualTo(2);
    } finally {
      engine.close();
    }
  }

  private void look(ProcessEngine engine, Duration time) {
    takes = time;
    engine.getRuntimeService().startProcessInstanceByKey("looks");
  }

  private void looking(DelegateExecution step) {
    // both are there, or this fails
    slow();
    meters.get("runbook.steps").tag("result", "FAILED").timer();
    clock.add(takes);
  }

  private ProcessEnginePlugin beans() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setBeans(Map.of("look", (JavaDelegate) StepTimesTest.this::looking));
      }
    };
  }

  private double slow() {
    return meters.get("runbook.steps.slow").tag("step", "look").counter().count();
  }
}
