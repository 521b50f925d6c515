package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.LogEntries.Entry;
import com.dhakacart.runbook.logs.PodLogs.LogsUnknown;
import com.dhakacart.runbook.logs.PodLogs.PodLog;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the containers wrote themselves, their predecessors before a restart included. */
class ContainerLogs implements Logs {

  /**
   * Read beyond what is asked for, so that the investigation's longer question is answered, too.
   */
  private static final Duration MORE = Duration.ofHours(1);

  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

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
    return patterns(workload, since, patterns::of);
  }

  @Override
  public Answer<List<LogPattern>> errorsOnlySince(Workload workload, Instant since) {
    return ReadLines.grouped(answered(workload, since, () -> read(workload, since)), patterns::of);
  }

  @Override
  public Answer<List<LogPattern>> dependencyErrors(Workload workload, Instant since) {
    return patterns(workload, since, patterns::ofDependencies);
  }

  @Override
  public Answer<LogReading> reading(Workload workload, Instant since) {
    return ask(workload, since).map(ReadLines::counted);
  }

  private Answer<List<LogPattern>> patterns(
      Workload workload, Instant since, Function<List<Entry>, List<LogPattern>> group) {
    return ReadLines.grouped(ask(workload, since), group);
  }

  private Answer<ReadLines> ask(Workload workload, Instant since) {
    return answered(workload, since, () -> shared(workload, since));
  }

  private Answer<ReadLines> answered(Workload workload, Instant since, Supplier<Reading> toRead) {
    String source = "logs of every pod of %s since %s".formatted(workload.name(), since);
    Instant askedAt = clock.instant();
    Reading reading = toRead.get();
    return reading.problem() == null
        ? Answer.of(source, askedAt, reading.since(since))
        : Answer.unknown(source, askedAt, reading.problem());
  }

  private Reading shared(Workload workload, Instant since) {
    Reading shared = readings.get(workload, it -> read(it, since.minus(MORE)));
    return since.isBefore(shared.from()) ? read(workload, since) : shared;
  }

  private Reading read(Workload workload, Instant from) {
    try {
      Instant until = clock.instant().plus(CLOCKS_DIFFER);
      List<PodLog> logs = pods.tail(workload, from, settings.maxLinesPerPod());
      List<Entry> entries =
          logs.parallelStream()
              .flatMap(log -> new LogEntries(reader, from, until).of(log.text()).stream())
              .toList();
      List<String> unread =
          logs.stream().filter(log -> !log.isRead()).map(PodLog::inWords).toList();
      return new Reading(from, entries, unread, null);
    } catch (LogsUnknown unknown) {
      return new Reading(from, List.of(), List.of(), unknown.getMessage());
    }
  }

  /**
   * @param unread as {@link ReadLines#unread}
   * @param problem why there are none; null when they were read
   */
  private record Reading(Instant from, List<Entry> entries, List<String> unread, String problem) {

    ReadLines since(Instant since) {
      List<Entry> later = new ArrayList<>(entries.size());
      for (Entry entry : entries) {
        // a line that nothing dates counts from the beginning
        Entry dated = entry.at().equals(from) ? entry.at(since) : entry;
        if (!dated.at().isBefore(since)) {
          later.add(dated);
        }
      }
      return new ReadLines(later, unread);
    }
  }
}
