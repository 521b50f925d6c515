package com.dhakacart.runbook.logs;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as loggers write them. */
final class LogClock {

  private static final Pattern NUMBER = Pattern.compile("\\d{9,20}(?:\\.\\d+)?(?:[eE]\\+?\\d+)?");
  private static final Pattern AROUND = Pattern.compile("^[\\s\\[(<]+|[\\s|:,;\\])>-]+$");
  private static final Pattern BARE_OFFSET = Pattern.compile("([+-]\\d\\d)(\\d\\d)$");

  private static final Pattern OFFSET = Pattern.compile("[+-]\\d\\d:\\d\\d$");

  private static final DateTimeFormatter LOCAL =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .appendPattern("HH:mm:ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .toFormatter();

  private LogClock() {}

  /**
   * The time that the log API puts before a line: RFC 3339, in UTC or with an offset. Digit by
   * digit, since there are thousands, and a formatter takes as long as reading what the line says.
   * Empty for what is none.
   */
  static Optional<Instant> ofTheLogApi(String stamp) {
    int length = stamp.length();
    if (length < 20 || stamp.charAt(4) != '-' || stamp.charAt(10) != 'T') {
      return Optional.empty();
    }
    if (stamp.charAt(length - 1) != 'Z') {
      return OFFSET.matcher(stamp).find() ? iso(stamp) : Optional.empty();
    }
    try {
      long second =
          LocalDateTime.of(
                  digits(stamp, 0, 4),
                  digits(stamp, 5, 7),
                  digits(stamp, 8, 10),
                  digits(stamp, 11, 13),
                  digits(stamp, 14, 16),
                  digits(stamp, 17, 19))
              .toEpochSecond(ZoneOffset.UTC);
      return Optional.of(Instant.ofEpochSecond(second, nanos(stamp.substring(19, length - 1))));
    } catch (DateTimeException | NumberFormatException noTime) {
      return Optional.empty();
    }
  }

  private static int digits(String text, int from, int to) {
    return Integer.parseUnsignedInt(text, from, to, 10);
  }

  /** Of {@code .123}; nothing for nothing. */
  private static int nanos(String fraction) {
    if (fraction.isEmpty()) {
      return 0;
    }
    if (fraction.charAt(0) != '.' || fraction.length() > 10) {
      throw new NumberFormatException(fraction);
    }
    int number = digits(fraction, 1, fraction.length());
    for (int digit = fraction.length() - 1; digit < 9; digit++) {
      number *= 10;
    }
    return number;
  }

  /** A text, or seconds, milliseconds, microseconds or nanoseconds since 1970. */
  static Optional<Instant> at(JsonNode value) {
    if (value.isNumber()) {
      return number(value.decimalValue());
    }
    return value.isTextual() ? at(value.textValue()) : Optional.empty();
  }

  /** What has no zone is taken for UTC. */
  static Optional<Instant> at(String text) {
    String bare = AROUND.matcher(text).replaceAll("");
    if (NUMBER.matcher(bare).matches()) {
      return number(new BigDecimal(bare));
    }
    if (bare.length() < 19 || !Character.isDigit(bare.charAt(0))) {
      return Optional.empty();
    }
    return iso(
        (bare.substring(0, 10).replace('/', '-') + "T" + bare.substring(11))
            .replace(',', '.')
            .replace(" UTC", "Z")
            .replace(" ", ""));
  }

  private static Optional<Instant> iso(String text) {
    try {
      boolean local = text.indexOf('Z') < 0 && text.lastIndexOf('-') < 10 && text.indexOf('+') < 0;
      return Optional.of(
          local
              ? LocalDateTime.parse(text, LOCAL).toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(BARE_OFFSET.matcher(text).replaceFirst("$1:$2")).toInstant());
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> number(BigDecimal since1970) {
    int digits = since1970.precision() - since1970.scale();
    if (digits < 9 || digits > 19) {
      return Optional.empty();
    }
    int thousandths = digits <= 11 ? 0 : digits <= 14 ? 3 : digits <= 17 ? 6 : 9;
    BigDecimal seconds = since1970.movePointLeft(thousandths);
    long whole = seconds.longValue();
    return Optional.of(
        Instant.ofEpochSecond(
            whole, seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue()));
  }
}
