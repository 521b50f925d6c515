package com.dhakacart.runbook.process.watch;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.Usual.Measure;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.Logs;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.ServiceSettings;
import com.dhakacart.runbook.process.watch.Rounds.Round;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Notes what is normal for each service while it has no incident: one round of few questions every
 * few minutes. While too many requests fail only the images are noted, since that is not normal.
 */
@Component
class Watch {

  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  private final ServiceSettings services;
  private final Incidents incidents;
  private final RecoverySettings recovery;
  private final WatchSettings settings;
  private final Rounds rounds;
  private final Usuals usuals;
  private final NotedImages images;
  private final ClusterView cluster;
  private final Metrics metrics;
  private final Logs logs;
  private final Clock clock;
  private final Timer timer;

  Watch(
      ServiceSettings services,
      Incidents incidents,
      RecoverySettings recovery,
      WatchSettings settings,
      Rounds rounds,
      Usuals usuals,
      NotedImages images,
      ClusterView cluster,
      Metrics metrics,
      Logs logs,
      Clock clock,
      MeterRegistry meters) {
    this.services = services;
    this.incidents = incidents;
    this.recovery = recovery;
    this.settings = settings;
    this.rounds = rounds;
    this.usuals = usuals;
    this.images = images;
    this.cluster = cluster;
    this.metrics = metrics;
    this.logs = logs;
    this.clock = clock;
    this.timer =
        Timer.builder("runbook.watch.rounds")
            .description("Rounds in which what is normal was noted, and how long they took")
            .register(meters);
  }

  /** A round of each service whose turn it is; what one cannot be asked costs no other. */
  void look() {
    for (String service : services.services().keySet()) {
      try {
        look(service);
      } catch (RuntimeException e) {
        log.warn("What is normal for {} was not noted this time: {}", service, e.getMessage());
      }
    }
  }

  private void look(String service) {
    if (incidents.hasOpen(service)) {
      return;
    }
    Optional<Round> round = rounds.begin(service);
    if (round.isPresent()) {
      timer.record(() -> note(services.workload(service).orElseThrow(), round.get()));
    }
  }

  private void note(Workload workload, Round round) {
    cluster.pods(workload).known().ifPresent(pods -> images.note(workload, pods));
    Optional<Traffic> traffic = metrics.traffic(workload).known();
    boolean tooManyFail =
        traffic
            .map(Traffic::errorRatio)
            .filter(ratio -> ratio >= recovery.errorRatio())
            .isPresent();
    if (!tooManyFail) {
      traffic.ifPresent(it -> note(workload.service(), it));
      metrics.routes(workload).known().ifPresent(it -> noteRoutes(workload.service(), it));
      noteLatencies(workload);
      cluster.usage(workload).known().ifPresent(it -> noteUsage(workload.service(), it));
      noteLines(workload, round);
      usuals.forget(workload.service());
    }
  }

  private void note(String service, Traffic traffic) {
    usuals.note(service, Measure.REQUESTS_PER_SECOND, "", traffic.requestsPerSecond());
    if (traffic.errorRatio() != null) {
      usuals.note(service, Measure.ERROR_RATIO, "", traffic.errorRatio());
    }
    if (traffic.p95Seconds() != null) {
      usuals.note(service, Measure.P95_SECONDS, "", traffic.p95Seconds());
    }
  }

  private void noteRoutes(String service, List<RouteErrors> routes) {
    routes.stream()
        .filter(it -> it.requestsPerSecond() > 0)
        .sorted(Comparator.comparingDouble(RouteErrors::requestsPerSecond).reversed())
        .limit(settings.mostRoutes())
        .forEach(
            it ->
                usuals.note(
                    service,
                    Measure.ERROR_RATIO,
                    it.route(),
                    it.errorsPerSecond() / it.requestsPerSecond()));
  }

  private void noteLatencies(Workload workload) {
    metrics.latencies(workload).known().orElse(List.of()).stream()
        .limit(settings.mostRoutes())
        .forEach(
            it ->
                usuals.note(workload.service(), Measure.P95_SECONDS, it.route(), it.p95Seconds()));
  }

  /** Of the busiest pod: each has the same limits. */
  private void noteUsage(String service, List<PodUsage> pods) {
    pods.stream()
        .mapToDouble(PodUsage::cpuCores)
        .max()
        .ifPresent(it -> usuals.note(service, Measure.CPU_CORES, "", it));
    pods.stream()
        .mapToDouble(PodUsage::memoryBytes)
        .max()
        .ifPresent(it -> usuals.note(service, Measure.MEMORY_BYTES, "", it));
  }

  /** Of the time since the round before, and of no more than one pause. */
  private void noteLines(Workload workload, Round round) {
    Instant from = clock.instant().minus(settings.every());
    Instant since = round.last() == null || round.last().isBefore(from) ? from : round.last();
    logs.errorsOnlySince(workload, since).known().orElse(List.<LogPattern>of()).stream()
        .limit(settings.mostPatterns())
        .forEach(it -> usuals.note(workload.service(), it));
  }
}
