package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import com.dhakacart.runbook.logs.LogEntries.Entry;
import com.dhakacart.runbook.logs.LogLineReader.Grasp;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was read of the logs to answer a question.
 *
 * @param unread pods whose log could not be read, each with the reason
 */
record ReadLines(List<Entry> entries, List<String> unread) {

  private static final int EXAMPLE_CHARS = 120;

  LogReading counted() {
    return new LogReading(
        entries.stream().mapToInt(Entry::lines).sum(),
        lines(Grasp.LEVEL) + lines(Grasp.WORDS),
        lines(Grasp.WORDS),
        unread);
  }

  private int lines(Grasp grasp) {
    return entries.stream().filter(it -> it.grasp() == grasp).mapToInt(Entry::lines).sum();
  }

  /** Unknown where no pattern was found, and a log was not read or mostly not understood. */
  static Answer<List<LogPattern>> grouped(
      Answer<ReadLines> read, Function<List<Entry>, List<LogPattern>> group) {
    Answer<List<LogPattern>> patterns = read.map(it -> group.apply(it.entries()));
    Optional<String> why =
        read.known().filter(it -> patterns.value().isEmpty()).flatMap(ReadLines::whyUnknown);
    return why.<Answer<List<LogPattern>>>map(
            it -> Answer.unknown(patterns.source(), patterns.askedAt(), it))
        .orElse(patterns);
  }

  private Optional<String> whyUnknown() {
    return unread.isEmpty()
        ? NotUnderstood.of(
            counted(),
            entries.stream()
                .max(Comparator.comparing(Entry::grasp))
                .map(it -> shortened(it.text()))
                .orElse(""))
        : Optional.of(
            "no error in what was read, but a log could not be read: " + String.join("; ", unread));
  }

  private static String shortened(String text) {
    String bare = text.strip();
    return bare.length() <= EXAMPLE_CHARS ? bare : bare.substring(0, EXAMPLE_CHARS) + "...";
  }
}
