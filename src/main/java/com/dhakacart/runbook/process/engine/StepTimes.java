package com.dhakacart.runbook.process.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.bpmn.delegate.JavaDelegateInvocation;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.delegate.DefaultDelegateInterceptor;
import org.camunda.bpm.engine.impl.delegate.DelegateInvocation;
import org.springframework.stereotype.Component;

/**
 * How long each step takes and how it ends, {@code runbook.steps}: as a histogram, so that one can
 * alert on steps that take long. {@code REFUSED} is an error that is drawn, {@code FAILED} one that
 * is not: the step is tried again.
 */
@Component
class StepTimes extends AbstractProcessEnginePlugin {

  /** A step may take 25 s for a slow health endpoint, asked twice; 90 s is the lock time. */
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60),
    Duration.ofSeconds(120)
  };

  private final MeterRegistry meters;

  StepTimes(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl engine) {
    engine.setDelegateInterceptor(new Timed());
  }

  private final class Timed extends DefaultDelegateInterceptor {

    @Override
    public void handleInvocation(DelegateInvocation invocation) throws Exception {
      if (!(invocation instanceof JavaDelegateInvocation)) {
        super.handleInvocation(invocation);
        return;
      }
      long begun = System.nanoTime();
      String result = "FAILED";
      try {
        super.handleInvocation(invocation);
        result = "DONE";
      } catch (BpmnError refused) {
        result = "REFUSED";
        throw refused;
      } finally {
        timer(invocation, result).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
      }
    }
  }

  private Timer timer(DelegateInvocation invocation, String result) {
    String step =
        invocation.getContextExecution() instanceof DelegateExecution execution
            ? execution.getCurrentActivityId()
            : "none";
    return Timer.builder("runbook.steps")
        .description("Steps, by what became of them")
        .tag("step", step)
        .tag("result", result)
        .serviceLevelObjectives(BOUNDS)
        .register(meters);
  }
}
