package com.dhakacart.runbook.incident;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was seen of several things alike, such as pods: some of them, and how many more there are.
 */
public final class Details {

  /** Not within a sentence, as a semicolon may be. */
  private static final String BETWEEN = " · ";

  private static final String MORE = "and %d more";
  private static final int SHOWN = 3;

  private Details() {}

  /**
   * @param all sentences, the most telling first
   */
  public static String of(Stream<String> all) {
    List<String> details = all.distinct().toList();
    String shown = details.stream().limit(SHOWN).collect(Collectors.joining(BETWEEN));
    return details.size() <= SHOWN
        ? shown
        : shown + BETWEEN + MORE.formatted(details.size() - SHOWN);
  }

  /** The first of them, and how many more there are. */
  public static String briefly(String details) {
    List<String> each = List.of(details.split(BETWEEN));
    int others =
        each.stream().skip(1).mapToInt(it -> it.matches("and \\d+ more") ? number(it) : 1).sum();
    return others == 0 ? each.get(0) : each.get(0) + "; " + MORE.formatted(others);
  }

  private static int number(String more) {
    return Integer.parseInt(more.replaceAll("\\D", ""));
  }
}
