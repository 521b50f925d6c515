package com.dhakacart.runbook.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.function.DoubleFunction;

/** Numbers with their units, as people say them; the same everywhere, whatever the locale. */
final class Figures {

  private static final double MEBI = 1024 * 1024;

  private Figures() {}

  /**
   * @param ratio 0 to 1
   */
  static String percent(double ratio) {
    return decimal(ratio * 100, 1) + " %";
  }

  /** {@code 4.60 s}. */
  static String seconds(double seconds) {
    return decimal(seconds, 2) + " s";
  }

  /** {@code 19.9 requests/s}. */
  static String requestRate(double perSecond) {
    return decimal(perSecond, 1) + " requests/s";
  }

  static String mebibytes(double bytes) {
    return decimal(bytes / MEBI, 0) + " MiB";
  }

  static String milliseconds(double millis) {
    return millis < 1000 ? decimal(millis, 0) + " ms" : decimal(millis / 1000, 1) + " s";
  }

  /** At most two decimals, none where there is nothing behind the point. */
  static String plain(double number) {
    return number == Math.rint(number) ? decimal(number, 0) : decimal(number, 2);
  }

  /** Not by a format string, which allocates seven times as much: a chart has hundreds of them. */
  static String decimal(double number, int decimals) {
    return Double.isFinite(number)
        ? BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_UP).toPlainString()
        : String.valueOf(number);
  }

  /** {@code 1 pod}, {@code 3 pods}. */
  static String count(long count, String singular) {
    return count + " " + singular + (count == 1 ? "" : "s");
  }

  /**
   * {@code 2-44 ms}: the smallest and the largest, the unit once; a single figure where all agree.
   */
  static String range(Collection<? extends Number> numbers, DoubleFunction<String> words) {
    double smallest = numbers.stream().mapToDouble(Number::doubleValue).min().orElseThrow();
    double largest = numbers.stream().mapToDouble(Number::doubleValue).max().orElseThrow();
    String from = words.apply(smallest);
    String to = words.apply(largest);
    if (from.equals(to)) {
      return to;
    }
    return unitOf(from).equals(unitOf(to))
        ? from.substring(0, from.length() - unitOf(from).length()) + "-" + to
        : from + " to " + to;
  }

  private static String unitOf(String words) {
    int space = words.indexOf(' ');
    return space < 0 ? "" : words.substring(space);
  }
}
