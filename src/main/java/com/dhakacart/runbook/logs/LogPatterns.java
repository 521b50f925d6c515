package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.LogPattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Groups lines that say the same: they may differ in numbers and ids, but not in the address that
 * they name, since a port tells the database from Redis. A pattern shows its newest line as it was.
 */
@Component
class LogPatterns {

  private static final Pattern VARYING =
      Pattern.compile(
          "(?<address>\\b(?:\\d{1,3}\\.){3}\\d{1,3}:\\d+\\b)"
              + "|\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b"
              + "|\\b(?=[a-fA-F]*[0-9])[0-9a-fA-F]{8,}\\b"
              + "|(?<![A-Za-z_:.])\\d+(?:\\.\\d+)?");

  private static final Pattern ID_IN_PATH =
      Pattern.compile("/(?:\\d+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9a-fA-F]{24})(?=/|$)");

  private static final int ROUTES = 5;

  private final LogSettings settings;

  LogPatterns(LogSettings settings) {
    this.settings = settings;
  }

  /** Noise left out, most frequent first, not more than the settings allow. */
  List<LogPattern> of(Stream<LogLine> lines) {
    return of(lines, line -> true);
  }

  List<LogPattern> ofDependencies(Stream<LogLine> lines) {
    return of(lines, line -> line.says(settings.dependencyErrors()));
  }

  private List<LogPattern> of(Stream<LogLine> lines, Predicate<LogLine> counts) {
    Map<Key, Group> groups = new LinkedHashMap<>();
    // A failing backend says the same thousands of times, and the expressions take most of the
    // time.
    Map<Key, Optional<Key>> masked = new HashMap<>();
    lines.forEach(
        line ->
            masked
                .computeIfAbsent(
                    Key.of(line),
                    key -> Optional.of(key).filter(it -> counts(line, counts)).map(Key::masked))
                .ifPresent(key -> groups.computeIfAbsent(key, it -> new Group()).add(line)));
    return groups.values().stream()
        .map(Group::pattern)
        .sorted(Comparator.comparingInt(LogPattern::count).reversed())
        .limit(settings.maxPatterns())
        .toList();
  }

  private boolean counts(LogLine line, Predicate<LogLine> counts) {
    return settings.noise().stream().noneMatch(line::says) && counts.test(line);
  }

  private record Key(String level, String message, String error) {

    static Key of(LogLine line) {
      return new Key(line.level(), line.message(), line.error());
    }

    Key masked() {
      return new Key(level, masked(message), masked(error));
    }

    private static String masked(String text) {
      return VARYING
          .matcher(text)
          .replaceAll(found -> found.group(1) != null ? found.group(1) : "N");
    }
  }

  private static class Group {

    private final Map<String, Integer> urls = new HashMap<>();
    private int count;
    private Instant first;
    private LogLine newest;

    void add(LogLine line) {
      count++;
      first = first == null || line.at().isBefore(first) ? line.at() : first;
      newest = newest == null || !line.at().isBefore(newest.at()) ? line : newest;
      if (!line.url().isEmpty()) {
        urls.merge(line.url(), 1, Integer::sum);
      }
    }

    LogPattern pattern() {
      return new LogPattern(
          newest.level(), newest.message(), newest.error(), frequent(), count, first, newest.at());
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
