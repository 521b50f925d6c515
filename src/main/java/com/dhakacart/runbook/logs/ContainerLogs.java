package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
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
import java.util.Optional;
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

  @Override
  public Answer<LogReading> reading(Workload workload, Instant since) {
    Instant askedAt = clock.instant();
    Reading reading = shared(workload, since);
    String source = source(workload, reading.from());
    return reading.problem() == null
        ? Answer.of(source, askedAt, reading.counted())
        : Answer.unknown(source, askedAt, reading.problem());
  }

  private Answer<List<LogPattern>> ask(
      Workload workload, Instant since, Function<Stream<LogLine>, List<LogPattern>> group) {
    String source = source(workload, since);
    Instant askedAt = clock.instant();
    Reading reading = shared(workload, since);
    return reading
        .whyUnknown()
        .<Answer<List<LogPattern>>>map(why -> Answer.unknown(source, askedAt, why))
        .orElseGet(() -> Answer.of(source, askedAt, group.apply(reading.since(since))));
  }

  private static String source(Workload workload, Instant since) {
    return "logs of every pod of %s since %s".formatted(workload.name(), since);
  }

  private Reading shared(Workload workload, Instant since) {
    Reading shared = readings.get(workload, it -> read(it, since.minus(MORE)));
    return since.isBefore(shared.from()) ? read(workload, since) : shared;
  }

  private Reading read(Workload workload, Instant from) {
    try {
      List<ReadLine> lines =
          pods.tail(workload, from, settings.maxLinesPerPod()).parallelStream()
              .flatMap(log -> lines(log.text(), from))
              .toList();
      int understood = (int) lines.stream().filter(ReadLine::understood).count();
      return new Reading(
          from,
          lines.stream().flatMap(it -> it.line().stream()).toList(),
          new LogReading(lines.size(), understood),
          null);
    } catch (LogsUnknown unknown) {
      return new Reading(from, List.of(), null, unknown.getMessage());
    }
  }

  private Stream<ReadLine> lines(String text, Instant from) {
    List<ReadLine> lines = new ArrayList<>();
    Instant time = from;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (!line.isBlank()) {
        ReadLine read = reader.read(line, time);
        time = read.at();
        lines.add(read);
      }
    }
    return lines.stream();
  }

  /**
   * @param lines that are errors or warnings
   * @param counted of all lines; null when they were not read
   * @param problem why there are none; null when they were read
   */
  private record Reading(Instant from, List<LogLine> lines, LogReading counted, String problem) {

    Optional<String> whyUnknown() {
      return Optional.ofNullable(problem).or(() -> NotUnderstood.of(counted));
    }

    Stream<LogLine> since(Instant since) {
      return lines.stream()
          // a line that nothing dates counts from the beginning
          .map(line -> line.at().equals(from) ? line.at(since) : line)
          .filter(line -> !line.at().isBefore(since));
    }
  }
}
