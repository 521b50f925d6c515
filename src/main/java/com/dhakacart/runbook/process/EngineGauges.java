package com.dhakacart.runbook.process;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What the engine itself does not export, for {@code /actuator/prometheus}: whether runbooks run,
 * wait for people, or are stuck. Counted now and then, and not for each scrape.
 */
@Component
class EngineGauges {

  /** A timer this late was not just about to fire. */
  private static final Duration OVERDUE = Duration.ofSeconds(60);

  /** The engine's word for it. */
  private static final String STANDALONE = "standalone";

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final ManagementService jobs;
  private final Clock clock;
  private final MultiGauge openTasks;
  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  EngineGauges(
      RuntimeService runtime,
      TaskService tasks,
      ManagementService jobs,
      Clock clock,
      MeterRegistry registry) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.jobs = jobs;
    this.clock = clock;
    this.openTasks =
        MultiGauge.builder("runbook.tasks.open")
            .description("Decisions that wait for a person")
            .register(registry);
    gauge(registry, "runbook.incidents.open", "Runbooks that run");
    gauge(registry, "runbook.jobs.failed", "Steps that failed as often as they may: stuck");
    gauge(registry, "runbook.timers.overdue", "Timers late by more than a minute");
  }

  private void gauge(MeterRegistry registry, String name, String description) {
    Gauge.builder(name, counts, it -> it.getOrDefault(name, 0L))
        .description(description)
        .register(registry);
  }

  @Scheduled(fixedDelayString = "${runbook.gauges.every:15s}")
  void count() {
    counts.put("runbook.incidents.open", runtime.createProcessInstanceQuery().active().count());
    counts.put("runbook.jobs.failed", jobs.createJobQuery().noRetriesLeft().count());
    Date late = Date.from(clock.instant().minus(OVERDUE));
    counts.put(
        "runbook.timers.overdue", jobs.createJobQuery().timers().duedateLowerThan(late).count());
    openTasks.register(
        tasks.createTaskQuery().list().stream()
            .collect(Collectors.groupingBy(EngineGauges::name, Collectors.counting()))
            .entrySet()
            .stream()
            .map(it -> Row.of(Tags.of("task", it.getKey()), it.getValue()))
            .collect(Collectors.toList()),
        true);
  }

  /** An administrator's own task belongs to no process, and is drawn nowhere. */
  private static String name(Task task) {
    return Objects.requireNonNullElse(task.getTaskDefinitionKey(), STANDALONE);
  }
}
