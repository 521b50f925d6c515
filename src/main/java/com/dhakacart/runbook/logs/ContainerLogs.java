package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.LogLineReader.ReadLine;
import com.dhakacart.runbook.logs.PodLogs.LogsUnknown;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the containers wrote themselves, their predecessors before a restart included. */
class ContainerLogs implements Logs {

  /**
   * Read beyond what is asked for, so that the investigation's longer question is answered, too.
   */
  private static final Duration MORE = Duration.ofHours(1);

  private final PodLogs pods;
  private final LogLineReader reader;
  private final LogPatterns patterns;
  private final LogSettings settings;
  private final Clock clock;
  private final Cache<Workload, Reading> readings;

  ContainerLogs(
      PodLogs pods, LogLineReader reader, LogPatterns patterns, LogSettings settings, Clock clock) {
    this.pods = pods;
    this.reader = reader;
    this.patterns = patterns;
    this.settings = settings;
    this.clock = clock;
    this.readings = Caffeine.newBuilder().expireAfterWrite(settings.shareFor()).build();
  }

  @Override
  public Answer<List<LogPattern>> errors(Workload workload, Instant since) {
    return ask(workload, since, patterns::of);
  }

  @Override
  public Answer<List<LogPattern>> dependencyErrors(Workload workload, Instant since) {
    return ask(workload, since, patterns::ofDependencies);
  }

  private Answer<List<LogPattern>> ask(
      Workload workload, Instant since, Function<Stream<LogLine>, List<LogPattern>> group) {
    String source = "logs of every pod of %s since %s".formatted(workload.name(), since);
    Instant askedAt = clock.instant();
    Reading reading = reading(workload, since);
    return reading.problem() == null
        ? Answer.of(source, askedAt, group.apply(reading.since(since)))
        : Answer.unknown(source, askedAt, reading.problem());
  }

  private Reading reading(Workload workload, Instant since) {
    Reading shared = readings.get(workload, it -> read(it, since.minus(MORE)));
    return since.isBefore(shared.from()) ? read(workload, since) : shared;
  }

  private Reading read(Workload workload, Instant from) {
    try {
      List<LogLine> lines =
          pods.tail(workload, from, settings.maxLinesPerPod()).parallelStream()
              .flatMap(log -> lines(log.text(), from))
              .toList();
      return new Reading(from, lines, null);
    } catch (LogsUnknown unknown) {
      return new Reading(from, List.of(), unknown.getMessage());
    }
  }

  private Stream<LogLine> lines(String text, Instant from) {
    List<LogLine> lines = new ArrayList<>();
    Instant time = from;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      ReadLine read = reader.read(line, time);
      time = read.at();
      read.line().ifPresent(lines::add);
    }
    return lines.stream();
  }

  /**
   * @param lines that are errors or warnings
   * @param problem why there are none; null when they were read
   */
  private record Reading(Instant from, List<LogLine> lines, String problem) {

    Stream<LogLine> since(Instant since) {
      return lines.stream()
          // a line that nothing dates counts from the beginning
          .map(line -> line.at().equals(from) ? line.at(since) : line)
          .filter(line -> !line.at().isBefore(since));
    }
  }
}
