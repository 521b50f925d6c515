package com.dhakacart.runbook.process.engine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
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

  /** Two thirds of a job's lock, after which it is begun a second time. */
  private static final Duration SLOW = Duration.ofSeconds(60);

  /** A step may take 25 s for a slow health endpoint, asked twice; 90 s is the lock time. */
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    SLOW,
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
      String step = step(invocation);
      Counter slow = slow(step);
      Timer failed = timer(step, "FAILED");
      long begun = now();
      Timer ended = failed;
      try {
        super.handleInvocation(invocation);
        ended = timer(step, "DONE");
      } catch (BpmnError refused) {
        ended = timer(step, "REFUSED");
        throw refused;
      } finally {
        Duration took = Duration.ofNanos(now() - begun);
        ended.record(took);
        if (took.compareTo(SLOW) > 0) {
          slow.increment();
        }
      }
    }
  }

  private long now() {
    return meters.config().clock().monotonicTime();
  }

  private static String step(DelegateInvocation invocation) {
    return invocation.getContextExecution() instanceof DelegateExecution execution
        ? execution.getCurrentActivityId()
        : "none";
  }

  /** There from a step's first beginning: a rate needs the zero before the first one. */
  private Counter slow(String step) {
    return Counter.builder("runbook.steps.slow")
        .description("Steps that took longer than a minute")
        .tag("step", step)
        .register(meters);
  }

  /** That of failures is there from the first beginning, too. */
  private Timer timer(String step, String result) {
    return Timer.builder("runbook.steps")
        .description("Steps, by what became of them")
        .tag("step", step)
        .tag("result", result)
        .serviceLevelObjectives(BOUNDS)
        .register(meters);
  }
}
