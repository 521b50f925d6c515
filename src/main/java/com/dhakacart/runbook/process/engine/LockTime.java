package com.dhakacart.runbook.process.engine;

import com.dhakacart.runbook.incident.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Says at the start where a step may wait for longer than its job is locked: another node, or
 * another thread of this one, would begin it a second time meanwhile.
 */
@Component
class LockTime extends AbstractProcessEnginePlugin {

  private static final Logger log = LoggerFactory.getLogger(LockTime.class);

  /** Once more, or by a second way, before it is unknown. */
  private static final int TIMES_ASKED = 2;

  /** What docker/README.md promises: a node's clock may be ahead of the other's. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(30);

  private final List<Timeouts> capabilities;

  LockTime(List<Timeouts> capabilities) {
    this.capabilities = capabilities;
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    int lock =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getJobExecutor()
            .getLockTimeInMillis();
    outlivedBy(Duration.ofMillis(lock)).forEach(log::warn);
  }

  /** A sentence for each timeout that such a lock may not outlive. */
  List<String> outlivedBy(Duration lock) {
    return capabilities.stream()
        .flatMap(it -> it.timeouts().entrySet().stream())
        .filter(it -> needed(it.getValue()).compareTo(lock) > 0)
        .sorted(Map.Entry.comparingByKey())
        .map(
            it ->
                """
                %s is %d s: a step that asks %d times would be begun a second time meanwhile, since \
                its job's lock ends after %d s. Lower it, or set \
                camunda.bpm.job-execution.lock-time-in-millis to %d or more, which leaves %d s for \
                clocks that differ"""
                    .formatted(
                        it.getKey(),
                        it.getValue().toSeconds(),
                        TIMES_ASKED,
                        lock.toSeconds(),
                        needed(it.getValue()).toMillis(),
                        CLOCKS_APART.toSeconds()))
        .toList();
  }

  private static Duration needed(Duration timeout) {
    return timeout.multipliedBy(TIMES_ASKED).plus(CLOCKS_APART);
  }
}
