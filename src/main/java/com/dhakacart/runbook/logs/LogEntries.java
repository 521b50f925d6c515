package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.logs.LogLineReader.Grasp;
import com.dhakacart.runbook.logs.LogLineReader.Saying;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one container's log from its beginning: a stack and the line before it are one line, and a
 * line is as old as the log API says.
 */
final class LogEntries {

  /** What a container runtime puts there, too, where the log is its file. */
  private static final Pattern RUNTIME = Pattern.compile("(?:stdout|stderr) [FP] (.*)");

  private static final Pattern CONTINUES =
      Pattern.compile(
          "\\s+\\S.*|at \\S+\\(.*|Caused by: .*|Suppressed: .*|Wrapped by: .*|\\.\\.\\. \\d+ more"
              + "|--- End of .*|Stack trace:|#\\d+ .*|[}\\])][}\\]),;]*"
              + "|During handling of the above exception.*|The above exception was .*"
              + "|\\[signal SIG.*|goroutine \\d+ \\[.*|created by .*|stack backtrace:"
              + "|note: run with .*");

  private static final Pattern CAUSE = Pattern.compile("\\s*Caused by: (.*)");
  private static final Pattern TRACEBACK =
      Pattern.compile("\\s*Traceback \\(most recent call last\\):.*");
  private static final Pattern FRAME = Pattern.compile("[\\w./*()\\[\\]{}$·-]+\\(.*\\)");
  private static final Pattern GOROUTINE = Pattern.compile("goroutine \\d+ \\[.*");

  /** Rust's, which says where, and below it why. */
  private static final Pattern PANICKED = Pattern.compile(".* panicked at \\S+:\\d+:\\d+:");

  /** {@code fail: Shop.Checkout[0]}, whose message stands below. */
  private static final Pattern CATEGORY = Pattern.compile("[\\w.]+\\[\\d+\\]");

  private final LogLineReader reader;
  private final Instant from;
  private final Instant until;
  private final List<Entry> entries = new ArrayList<>();
  private final AlikeLines alike = new AlikeLines();

  private Instant at;
  private Open open;

  /**
   * @param from what the log API was asked for: no line is older
   * @param until now: no line is younger, whatever its logger's zone
   */
  LogEntries(LogLineReader reader, Instant from, Instant until) {
    this.reader = reader;
    this.from = from;
    this.until = until;
    this.at = from;
  }

  /**
   * A line with all that continues it.
   *
   * @param lines how many that are
   * @param grasp how much of its first line is known
   * @param text how it begins
   * @param line empty when it is neither an error nor a warning
   */
  record Entry(Instant at, int lines, Grasp grasp, String text, Optional<LogLine> line) {

    Entry at(Instant time) {
      return new Entry(time, lines, grasp, text, line);
    }
  }

  List<Entry> of(String log) {
    log.lines().forEach(this::add);
    close();
    return entries;
  }

  private void add(String written) {
    int end = written.indexOf(' ');
    Optional<Instant> time = stamp(end < 0 ? written : written.substring(0, end));
    String line = time.isEmpty() ? written : end < 0 ? "" : written.substring(end + 1);
    String text = withoutRuntime(line);
    if (text.isBlank()) {
      return;
    }
    if (open != null && open.continuedBy(text)) {
      open.more.add(text);
      return;
    }
    close();
    at = time.or(() -> reader.time(text).filter(this::isPossible)).orElse(at);
    open = new Open(at, text, reader.read(text, alike));
  }

  /** As the log API puts it before each line; nearly all have one. */
  private static Optional<Instant> stamp(String word) {
    return word.isEmpty() || !Character.isDigit(word.charAt(0))
        ? Optional.empty()
        : LogClock.ofTheLogApi(word);
  }

  private static String withoutRuntime(String line) {
    if (!line.startsWith("std")) {
      return line;
    }
    Matcher runtime = RUNTIME.matcher(line);
    return runtime.matches() ? runtime.group(1) : line;
  }

  private boolean isPossible(Instant time) {
    return !time.isBefore(from) && !time.isAfter(until);
  }

  private void close() {
    if (open != null) {
      entries.add(open.entry());
      open = null;
    }
  }

  private final class Open {

    private final Instant at;
    private final String head;
    private final Saying saying;
    private final List<String> more = new ArrayList<>();
    private boolean inTraceback;
    private boolean inGoroutine;

    /** An object over several lines. */
    private final boolean isSpread;

    private Open(Instant at, String head, Saying saying) {
      this.at = at;
      this.head = head;
      this.saying = saying;
      this.inTraceback = !head.startsWith("{") && TRACEBACK.matcher(head).matches();
      this.isSpread = head.strip().equals("{");
    }

    private boolean continuedBy(String text) {
      if (text.startsWith("{") && !inGoroutine && !isSpread) {
        return false; // most lines are objects, each on a line of its own
      }
      if (TRACEBACK.matcher(text).matches()) {
        inTraceback = isBad() || inTraceback;
        return inTraceback;
      }
      if (GOROUTINE.matcher(text).matches()) {
        inGoroutine = true;
        return true;
      }
      if (CONTINUES.matcher(text).matches() || (more.isEmpty() && hasPanicked())) {
        return true;
      }
      if (inTraceback && !text.startsWith("{")) {
        inTraceback = false;
        return true;
      }
      if (inGoroutine && FRAME.matcher(text).matches()) {
        return true;
      }
      // log4j and its like put what was thrown below their own line
      return isBad()
          && more.isEmpty()
          && !head.startsWith("{")
          && isThrown(text)
          && !isThrown(head);
    }

    private boolean isBad() {
      return saying.line().isPresent();
    }

    private boolean hasPanicked() {
      return isBad() && PANICKED.matcher(saying.line().get().message()).matches();
    }

    private static boolean isThrown(String text) {
      return PlainShape.THROWN.matches(text) || PlainShape.THROWN_WITHOUT_WORDS.matches(text);
    }

    private Entry entry() {
      Saying all = isSpread ? reader.read(whole()) : saying;
      return new Entry(at, 1 + more.size(), all.grasp(), head, all.line().map(this::withStack));
    }

    private String whole() {
      return head + "\n" + String.join("\n", more);
    }

    private LogLine withStack(LogLine line) {
      if (more.isEmpty() || !line.error().isEmpty() || isSpread) {
        return line;
      }
      if (TRACEBACK.matcher(line.message()).matches()) {
        return line.saying(last(), "");
      }
      if (hasPanicked()) {
        return line.saying(line.message(), more.get(0).strip());
      }
      return CATEGORY.matcher(line.message()).matches()
          ? line.saying(more.get(0).strip(), thrown(more.subList(1, more.size())))
          : line.saying(line.message(), thrown(more));
    }

    /** The last cause is the first thing that went wrong; Python says it in the last line. */
    private String thrown(List<String> lines) {
      Optional<String> cause =
          lines.stream()
              .map(CAUSE::matcher)
              .filter(Matcher::matches)
              .map(found -> found.group(1))
              .reduce((earlier, later) -> later);
      if (cause.isPresent()) {
        return cause.get();
      }
      if (lines.stream().anyMatch(it -> TRACEBACK.matcher(it).matches())) {
        return last();
      }
      return lines.stream().map(String::strip).filter(Open::isThrown).findFirst().orElse("");
    }

    private String last() {
      return more.get(more.size() - 1).strip();
    }
  }
}
