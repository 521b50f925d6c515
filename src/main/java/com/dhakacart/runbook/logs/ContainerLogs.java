package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.LogLineReader.ReadLine;
import com.dhakacart.runbook.logs.PodLogs.LogsUnknown;
import com.dhakacart.runbook.logs.PodLogs.PodLog;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the containers wrote themselves, their predecessors before a restart included. */
class ContainerLogs implements Logs {

  private final PodLogs pods;
  private final LogLineReader reader;
  private final LogPatterns patterns;
  private final LogSettings settings;
  private final Clock clock;

  ContainerLogs(
      PodLogs pods, LogLineReader reader, LogPatterns patterns, LogSettings settings, Clock clock) {
    this.pods = pods;
    this.reader = reader;
    this.patterns = patterns;
    this.settings = settings;
    this.clock = clock;
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
    try {
      int maxBytes = Math.toIntExact(settings.maxBytesPerPod().toBytes());
      List<PodLog> logs = pods.tail(workload, since, maxBytes);
      return Answer.of(
          source, askedAt, group.apply(logs.stream().flatMap(log -> lines(log.text(), since))));
    } catch (LogsUnknown unknown) {
      return Answer.unknown(source, askedAt, unknown.getMessage());
    }
  }

  private Stream<LogLine> lines(String text, Instant since) {
    List<LogLine> lines = new ArrayList<>();
    Instant time = since;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      ReadLine read = reader.read(line, time);
      time = read.at();
      read.line().filter(counts -> !counts.at().isBefore(since)).ifPresent(lines::add);
    }
    return lines.stream();
  }
}
