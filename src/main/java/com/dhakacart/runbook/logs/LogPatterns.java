package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogPattern.Words;
import com.dhakacart.runbook.logs.LogEntries.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Groups lines that say the same: they may differ in what {@link Words} leaves out. A pattern shows
 * its newest line as it was.
 */
@Component
class LogPatterns {

  private static final Pattern ID_IN_PATH =
      Pattern.compile("/(?:\\d+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9a-fA-F]{24})(?=/|$)");

  private static final int ROUTES = 5;

  private final LogSettings settings;

  LogPatterns(LogSettings settings) {
    this.settings = settings;
  }

  /** Noise left out, most frequent first, not more than the settings allow. */
  List<LogPattern> of(List<Entry> lines) {
    return of(lines, line -> true);
  }

  List<LogPattern> ofDependencies(List<Entry> lines) {
    return of(lines, line -> line.says(settings.dependencyErrors()));
  }

  private List<LogPattern> of(List<Entry> lines, Predicate<LogLine> counts) {
    Map<Words, Group> groups = new LinkedHashMap<>();
    // A failing backend says the same thousands of times, most of them as one and the same line,
    // and the expressions take most of the time.
    Map<Written, Optional<Group>> said = new HashMap<>();
    Map<LogLine, Optional<Group>> read = new IdentityHashMap<>();
    Function<LogLine, Optional<Group>> group =
        line ->
            said.computeIfAbsent(
                Written.by(line),
                it ->
                    counts(line, counts)
                        ? Optional.of(groups.computeIfAbsent(it.words(), first -> new Group()))
                        : Optional.empty());
    for (Entry entry : lines) {
      entry
          .line()
          .ifPresent(
              line -> read.computeIfAbsent(line, group).ifPresent(it -> it.add(line, entry.at())));
    }
    return groups.values().stream()
        .map(Group::pattern)
        .sorted(Comparator.comparingInt(LogPattern::count).reversed())
        .limit(settings.maxPatterns())
        .toList();
  }

  private boolean counts(LogLine line, Predicate<LogLine> counts) {
    return settings.noise().stream().noneMatch(line::says) && counts.test(line);
  }

  /** What a line says, as it was written. */
  private record Written(String level, String message, String error) {

    static Written by(LogLine line) {
      return new Written(line.level(), line.message(), line.error());
    }

    Words words() {
      return Words.of(level, message, error);
    }
  }

  private static class Group {

    private final Map<String, Integer> urls = new HashMap<>();
    private int count;
    private Instant first;
    private Instant last;
    private LogLine newest;

    void add(LogLine line, Instant at) {
      count++;
      first = first == null || at.isBefore(first) ? at : first;
      if (last == null || !at.isBefore(last)) {
        last = at;
        newest = line;
      }
      if (!line.url().isEmpty()) {
        urls.merge(line.url(), 1, Integer::sum);
      }
    }

    LogPattern pattern() {
      return new LogPattern(
          newest.level(), newest.message(), newest.error(), frequent(), count, first, last);
    }

    private List<String> frequent() {
      Map<String, Integer> routes = new HashMap<>();
      urls.forEach(
          (url, times) ->
              routes.merge(ID_IN_PATH.matcher(url).replaceAll("/:id"), times, Integer::sum));
      List<Map.Entry<String, Integer>> byCount = new ArrayList<>(routes.entrySet());
      byCount.sort(
          Map.Entry.<String, Integer>comparingByValue()
              .reversed()
              .thenComparing(Map.Entry.comparingByKey()));
      return byCount.stream().limit(ROUTES).map(Map.Entry::getKey).toList();
    }
  }
}
