package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.incident.EvidencePart.*;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import com.dhakacart.runbook.incident.Releases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the service logged, in words. The looks at the log overlap, so that what they found is one
 * list in which each message stands once, with what is new marked.
 */
final class LogText {

  static final String PART = "Log";
  private static final String IN_PART = PART + ", in part";

  private static final List<EvidencePart<List<LogPattern>>> LOOKS =
      List.of(LOG_PATTERNS, ERROR_LINES, DEPENDENCY_LINES);

  private static final int MOST_PATTERNS = 6;
  private static final int MOST_ROUTES = 3;

  /** A stack trace or a dumped body would bury everything else. */
  private static final int LONGEST_MESSAGE = 200;

  /** The error rate is over its threshold only some time after the first error. */
  private static final Duration BEFORE_THE_RATE = Duration.ofMinutes(1);

  private LogText() {}

  /**
   * All looks at the log as one finding, and what could not be read as another.
   *
   * @param errorThreshold ratio, 0 to 1, from which on errors count as begun
   */
  static Stream<Finding> of(Evidence seen, double errorThreshold) {
    List<Answer<?>> asked =
        Stream.concat(LOOKS.stream(), Stream.of(LOG_READING))
            .<Answer<?>>map(seen::of)
            .filter(Objects::nonNull)
            .toList();
    if (asked.isEmpty()) {
      return Stream.of(new Finding(PART, null, List.of(), false));
    }
    return Stream.of(read(seen, asked, errorThreshold), unread(seen, asked))
        .flatMap(Optional::stream);
  }

  private static Optional<Finding> read(
      Evidence seen, List<Answer<?>> asked, double errorThreshold) {
    List<Answer<?>> answered = asked.stream().filter(Answer::answered).toList();
    if (answered.isEmpty()) {
      return Optional.empty();
    }
    boolean looked = LOOKS.stream().anyMatch(seen::answers);
    List<LogPattern> patterns = once(seen);
    List<String> lines = new ArrayList<>();
    if (looked) {
      lines.addAll(lines(patterns, newSince(seen, patterns, errorThreshold), ofOthers(seen)));
    }
    seen.known(LOG_READING).map(LogText::reading).ifPresent(lines::add);
    boolean quiet =
        looked && patterns.isEmpty() && seen.known(LOG_READING).map(LogReading::whole).orElse(true);
    return Optional.of(new Finding(PART, Answer.of("", latest(answered), lines), lines, quiet));
  }

  private static Optional<Finding> unread(Evidence seen, List<Answer<?>> asked) {
    List<Answer<?>> unknown = asked.stream().filter(it -> !it.answered()).toList();
    if (unknown.isEmpty()) {
      return seen.known(LOG_READING)
          .map(LogReading::unread)
          .filter(it -> !it.isEmpty())
          .map(it -> unread(IN_PART, latest(asked), String.join("; ", it)));
    }
    String because =
        unknown.stream().map(Answer::unknownBecause).distinct().collect(Collectors.joining("; "));
    return Optional.of(
        unread(unknown.size() == asked.size() ? PART : IN_PART, latest(unknown), because));
  }

  private static Finding unread(String part, Instant askedAt, String because) {
    return new Finding(part, Answer.unknown("", askedAt, because), List.of(), false);
  }

  private static Instant latest(List<Answer<?>> asked) {
    return asked.stream().map(Answer::askedAt).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Each message with the figures of the look that reached furthest. */
  private static List<LogPattern> once(Evidence seen) {
    Map<LogPattern.Words, LogPattern> byWords = new LinkedHashMap<>();
    LOOKS.stream()
        .flatMap(part -> seen.known(part).stream().flatMap(List::stream))
        .forEach(it -> byWords.merge(it.words(), it, LogText::furtherBack));
    return List.copyOf(byWords.values());
  }

  private static LogPattern furtherBack(LogPattern one, LogPattern other) {
    return other.count() > one.count() ? other : one;
  }

  private static Set<LogPattern.Words> ofOthers(Evidence seen) {
    return seen.known(DEPENDENCY_LINES).stream()
        .flatMap(List::stream)
        .map(LogPattern::words)
        .collect(Collectors.toSet());
  }

  /** What a message is new since: the later of the release and the first errors. */
  private record Since(Instant at, String words) {}

  /**
   * @return empty where no line is older, since then it cannot be told what is new
   */
  private static Optional<Since> newSince(
      Evidence seen, List<LogPattern> patterns, double errorThreshold) {
    Optional<Since> release =
        seen.known(RELEASES)
            .map(Releases::rolledOutAt)
            .map(at -> new Since(at, "new since the release"));
    Optional<Since> errors =
        seen.known(ERROR_RATES)
            .flatMap((ErrorRateHistory it) -> it.errorsBeganAt(errorThreshold))
            .map(at -> new Since(at.minus(BEFORE_THE_RATE), "new since the errors began"));
    return Stream.of(release, errors)
        .flatMap(Optional::stream)
        .filter(since -> patterns.stream().anyMatch(it -> it.firstSeen().isBefore(since.at())))
        .filter(since -> patterns.stream().anyMatch(it -> isNew(it, since)))
        .max(Comparator.comparing(Since::at));
  }

  private static boolean isNew(LogPattern pattern, Since since) {
    return !pattern.firstSeen().isBefore(since.at());
  }

  private static List<String> lines(
      List<LogPattern> patterns, Optional<Since> since, Set<LogPattern.Words> ofOthers) {
    if (patterns.isEmpty()) {
      return List.of("no errors and no warnings");
    }
    Comparator<LogPattern> newFirst =
        Comparator.comparing(it -> since.filter(s -> isNew(it, s)).isEmpty());
    List<String> lines = new ArrayList<>();
    patterns.stream()
        .sorted(newFirst.thenComparing(Comparator.comparingInt(LogPattern::count).reversed()))
        .limit(MOST_PATTERNS)
        .map(it -> line(it) + marks(it, since, ofOthers))
        .forEach(lines::add);
    if (patterns.size() > MOST_PATTERNS) {
      lines.add("and " + Figures.count(patterns.size() - MOST_PATTERNS, "other message"));
    }
    return lines;
  }

  private static String marks(
      LogPattern pattern, Optional<Since> since, Set<LogPattern.Words> ofOthers) {
    String fresh = since.filter(it -> isNew(pattern, it)).map(it -> ", " + it.words()).orElse("");
    return fresh + (ofOthers.contains(pattern.words()) ? ", speaks of a dependency" : "");
  }

  static String reading(LogReading reading) {
    if (reading.lines() == 0) {
      return "no line was there";
    }
    String lines = Figures.count(reading.lines(), "line") + " read, ";
    if (reading.noLevelKnown()) {
      return lines + "of none is known how bad it is";
    }
    String understood =
        reading.understood() == reading.lines()
            ? "all understood"
            : reading.understood() + " understood";
    return lines
        + understood
        + (reading.withoutLevel() == 0
            ? ""
            : ", %d of them words without a level".formatted(reading.withoutLevel()));
  }

  private static String line(LogPattern pattern) {
    String error =
        pattern.error().isBlank() ? "" : ": " + shortened(pattern.error(), LONGEST_MESSAGE);
    String routes =
        pattern.routes().isEmpty()
            ? ""
            : pattern.routes().stream()
                .limit(MOST_ROUTES)
                .collect(Collectors.joining(", ", " (", ")"));
    return pattern.count()
        + " × "
        + pattern.level()
        + " “"
        + shortened(pattern.message(), LONGEST_MESSAGE)
        + "”"
        + error
        + routes;
  }

  /** The beginning of what somebody else wrote, with a mark where something was left out. */
  static String shortened(String words, int longest) {
    return words.length() <= longest ? words : words.substring(0, longest) + " …";
  }
}
