package com.dhakacart.runbook.logs;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How bad a line is, in the words and the numbers of the common loggers. A table: another logger is
 * another word, or another row of numbers.
 */
enum Level {
  ERROR(
      "error err eror erro e fatal ftl fatl fata f critical crit crt c severe fail failed failure"
          + " alert alrt emergency emerg panic pnc pani dpanic abort"),
  WARN("warn warning wrn w #"),
  OTHER(
      "info inf information informational i notice note n ok success log default http access any"
          + " debug dbug dbg debu deb d d1 d2 d3 d4 d5 trace trc trce trac t verbose vrb v silly"
          + " fine finer finest config hint statement detail all off * - ."),
  ;

  private static final Map<String, Level> WORDS = new HashMap<>();

  static {
    for (Level level : values()) {
      for (String word : level.words.split(" ")) {
        WORDS.put(word, level);
      }
    }
  }

  /** Such as {@code ERROR+2} of slog and {@code WARN3} of OpenTelemetry. */
  private static final Pattern STEP = Pattern.compile("(?<=[a-z]{3})\\s*(?:[+-]\\d{1,3}|[1-4])$");

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,6}");

  private final String words;

  Level(String words) {
    this.words = words;
  }

  /** In evidence. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a word of a logger means; empty when no logger that is known writes it. */
  static Optional<Level> called(String word) {
    String bare = word.strip().toLowerCase(Locale.ROOT);
    return Optional.ofNullable(WORDS.get(bare))
        .or(() -> Optional.ofNullable(WORDS.get(STEP.matcher(bare).replaceFirst(""))));
  }

  /** Of an answer to a request: the server's own errors are errors. */
  static Level ofStatus(int status) {
    return status >= 500 ? ERROR : OTHER;
  }

  static OptionalInt number(String text) {
    String bare = text.strip();
    return NUMBER.matcher(bare).matches()
        ? OptionalInt.of(Integer.parseInt(bare))
        : OptionalInt.empty();
  }

  /** Which numbers mean what: each row reads from its lowest number to its highest. */
  enum Numbers {
    /** RFC 5424 and GELF, where less is worse. */
    SYSLOG(0, 7, 4, 3, true),
    /** Microsoft.Extensions.Logging. */
    DOTNET(0, 6, 3, 4, false),
    /** pino, bunyan and ougai; their custom levels lie between. */
    BUNYAN(10, 69, 40, 50, false),
    /** Python's levelno. */
    PYTHON(10, 59, 30, 40, false),
    MONOLOG(100, 600, 300, 400, false),
    /** LogSeverity of Google Cloud. */
    GOOGLE(100, 800, 400, 500, false),
    /** java.util.logging. */
    JAVA(700, 1_000, 900, 1_000, false),
    /** Log4j 2, where less is worse. */
    LOG4J(1, 999, 300, 200, true),
    LOGBACK(5_000, 50_000, 30_000, 40_000, false),
    /** OpenTelemetry's SeverityNumber. */
    OPEN_TELEMETRY(1, 24, 13, 17, false),
    ;

    private final int lowest;
    private final int highest;
    private final int warn;
    private final int error;
    private final boolean lessIsWorse;

    Numbers(int lowest, int highest, int warn, int error, boolean lessIsWorse) {
      this.lowest = lowest;
      this.highest = highest;
      this.warn = warn;
      this.error = error;
      this.lessIsWorse = lessIsWorse;
    }

    /** Empty for a number that is not on this scale. */
    Optional<Level> level(int number) {
      if (number < lowest || number > highest) {
        return Optional.empty();
      }
      if (reaches(number, error)) {
        return Optional.of(ERROR);
      }
      return Optional.of(reaches(number, warn) ? WARN : OTHER);
    }

    private boolean reaches(int number, int bound) {
      return lessIsWorse ? number <= bound : number >= bound;
    }
  }
}
