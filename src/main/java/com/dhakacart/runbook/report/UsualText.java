package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.incident.EvidencePart.*;

import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.RouteLatency;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.Usual;
import com.dhakacart.runbook.incident.Usual.Measure;
import com.dhakacart.runbook.incident.Usual.UsualFigure;
import com.dhakacart.runbook.incident.Usual.UsualPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** What is new against what was noted while nothing was wrong, and what is as always. */
final class UsualText {

  private static final int MOST_PATTERNS = 5;
  private static final int MOST_ROUTES = 4;
  private static final int LONGEST_MESSAGE = 120;

  private UsualText() {}

  static List<String> against(Usual usual, Evidence seen, LocalTimes times) {
    if (!usual.tellsWhatIsNew()) {
      return List.of(
          "noted "
              + Figures.count(usual.rounds(), "time")
              + " so far, too few to call anything new");
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "noted "
            + Figures.count(usual.rounds(), "time")
            + " since "
            + times.dayAndClock(usual.since())
            + "; compared with this hour of the day");
    seen.known(TRAFFIC).ifPresent(it -> traffic(usual, it, lines));
    seen.known(ROUTES).ifPresent(it -> routes(usual, it, lines));
    seen.known(ROUTE_LATENCIES).ifPresent(it -> latencies(usual, it, lines));
    seen.known(USAGE).ifPresent(it -> usage(usual, it, lines));
    seen.known(LOG_PATTERNS).ifPresent(it -> patterns(usual, it, lines));
    return lines;
  }

  private static void traffic(Usual usual, Traffic traffic, List<String> lines) {
    add(usual, Measure.REQUESTS_PER_SECOND, "", "requests", traffic.requestsPerSecond(), lines);
    if (traffic.errorRatio() != null) {
      add(usual, Measure.ERROR_RATIO, "", "error rate", traffic.errorRatio(), lines);
    }
    if (traffic.p95Seconds() != null) {
      add(usual, Measure.P95_SECONDS, "", "p95", traffic.p95Seconds(), lines);
    }
  }

  private static void routes(Usual usual, List<RouteErrors> routes, List<String> lines) {
    routes.stream()
        .filter(it -> it.requestsPerSecond() > 0 && it.errorsPerSecond() > 0)
        .limit(MOST_ROUTES)
        .forEach(
            it ->
                add(
                    usual,
                    Measure.ERROR_RATIO,
                    it.route(),
                    "error rate of " + it.route(),
                    it.errorsPerSecond() / it.requestsPerSecond(),
                    lines));
  }

  private static void latencies(Usual usual, List<RouteLatency> routes, List<String> lines) {
    routes.stream()
        .filter(
            it ->
                usual
                    .figure(Measure.P95_SECONDS, it.route())
                    .filter(noted -> !noted.includes(it.p95Seconds()))
                    .isPresent())
        .limit(MOST_ROUTES)
        .forEach(
            it ->
                add(
                    usual,
                    Measure.P95_SECONDS,
                    it.route(),
                    "p95 of " + it.route(),
                    it.p95Seconds(),
                    lines));
  }

  private static void usage(Usual usual, List<PodUsage> pods, List<String> lines) {
    busiest(usual, Measure.CPU_CORES, "CPU", pods.stream().mapToDouble(PodUsage::cpuCores), lines);
    busiest(
        usual,
        Measure.MEMORY_BYTES,
        "memory",
        pods.stream().mapToDouble(PodUsage::memoryBytes),
        lines);
  }

  private static void busiest(
      Usual usual, Measure measure, String what, DoubleStream values, List<String> lines) {
    values.max().ifPresent(it -> add(usual, measure, "", what + " of the busiest pod", it, lines));
  }

  private static void add(
      Usual usual, Measure measure, String subject, String what, double now, List<String> lines) {
    usual
        .figure(measure, subject)
        .ifPresent(
            it ->
                lines.add(
                    "%s %s: %s, usually %s, at most %s"
                        .formatted(
                            what,
                            words(measure, now),
                            against(it, now),
                            words(measure, it.average()),
                            words(measure, it.highest()))));
  }

  private static String against(UsualFigure usual, double now) {
    if (usual.isFarAbove(now)) {
      return "far fewer";
    }
    return usual.includes(now) ? "as always" : "new";
  }

  private static void patterns(Usual usual, List<LogPattern> patterns, List<String> lines) {
    for (LogPattern pattern : patterns.subList(0, Math.min(MOST_PATTERNS, patterns.size()))) {
      Optional<UsualPattern> noted = usual.pattern(pattern);
      lines.add(
          "“%s”%s: %s"
              .formatted(
                  LogText.shortened(pattern.message(), LONGEST_MESSAGE),
                  pattern.error().isBlank()
                      ? ""
                      : " " + LogText.shortened(pattern.error(), LONGEST_MESSAGE),
                  noted
                      .map(
                          it ->
                              "as always, noted in %d of %d rounds"
                                  .formatted(it.rounds(), usual.rounds()))
                      .orElse("new")));
    }
  }

  private static String words(Measure measure, double value) {
    return switch (measure) {
      case REQUESTS_PER_SECOND -> Figures.requestRate(value);
      case ERROR_RATIO -> Figures.percent(value);
      case P95_SECONDS -> Figures.seconds(value);
      case CPU_CORES -> Figures.decimal(value, 2) + " cores";
      case MEMORY_BYTES -> Figures.mebibytes((long) value);
    };
  }
}
