package com.dhakacart.runbook.process.engine;

import com.dhakacart.runbook.process.Runbooks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
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

  private final Runbooks runbooks;
  private final RuntimeService runtime;
  private final TaskService tasks;
  private final ManagementService jobs;
  private final Clock clock;
  private final MultiGauge openTasks;
  private final MultiGauge oldestTasks;
  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  EngineGauges(
      Runbooks runbooks,
      RuntimeService runtime,
      TaskService tasks,
      ManagementService jobs,
      Clock clock,
      MeterRegistry registry) {
    this.runbooks = runbooks;
    this.runtime = runtime;
    this.tasks = tasks;
    this.jobs = jobs;
    this.clock = clock;
    this.openTasks =
        MultiGauge.builder("runbook.tasks.open")
            .description("Decisions that wait for a person")
            .register(registry);
    this.oldestTasks =
        MultiGauge.builder("runbook.tasks.oldest")
            .description("How long the oldest of them has waited")
            .baseUnit("seconds")
            .register(registry);
    gauge(
        registry,
        "runbook.incidents.suspended",
        "Runbooks that an administrator has stopped until they are resumed");
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
    String[] keys = runbooks.keys().toArray(String[]::new);
    counts.put("runbook.incidents.suspended", keys.length == 0 ? 0 : suspended(keys));
    counts.put("runbook.jobs.failed", jobs.createJobQuery().noRetriesLeft().count());
    Date late = Date.from(clock.instant().minus(OVERDUE));
    counts.put(
        "runbook.timers.overdue",
        jobs.createJobQuery().timers().active().duedateLowerThan(late).count());
    countTasks(
        keys.length == 0 ? List.of() : tasks.createTaskQuery().processDefinitionKeyIn(keys).list());
  }

  long jobsFailed() {
    return counts.getOrDefault("runbook.jobs.failed", 0L);
  }

  long timersOverdue() {
    return counts.getOrDefault("runbook.timers.overdue", 0L);
  }

  private long suspended(String[] runbooks) {
    return runtime
        .createProcessInstanceQuery()
        .suspended()
        .processDefinitionKeyIn(runbooks)
        .count();
  }

  private void countTasks(List<Task> open) {
    Map<String, List<Task>> byKey =
        open.stream().collect(Collectors.groupingBy(Task::getTaskDefinitionKey));
    openTasks.register(rows(byKey, it -> (double) it.size()), true);
    oldestTasks.register(rows(byKey, this::oldest), true);
  }

  private static List<Row<?>> rows(
      Map<String, List<Task>> byKey, ToDoubleFunction<List<Task>> figure) {
    return byKey.entrySet().stream()
        .<Row<?>>map(
            it -> Row.of(Tags.of("task", it.getKey()), figure.applyAsDouble(it.getValue())))
        .toList();
  }

  /** In seconds. */
  private double oldest(List<Task> open) {
    return open.stream()
        .mapToDouble(
            it -> Duration.between(it.getCreateTime().toInstant(), clock.instant()).toSeconds())
        .max()
        .orElse(0);
  }
}
