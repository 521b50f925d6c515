package com.dhakacart.runbook.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A unified diff the other way round: what taking a change back does. */
final class TurnedDiff {

  private static final Pattern HUNK = Pattern.compile("@@ -(\\S+) \\+(\\S+) @@(.*)");

  private TurnedDiff() {}

  static String of(String diff) {
    List<String> turned = new ArrayList<>();
    List<String> added = new ArrayList<>();
    diff.lines()
        .filter(line -> !isFile(line))
        .forEach(
            line -> {
              if (line.startsWith("-")) {
                added.add("+" + line.substring(1));
                return;
              }
              if (line.startsWith("+")) {
                turned.add("-" + line.substring(1));
                return;
              }
              turned.addAll(added);
              added.clear();
              Matcher hunk = HUNK.matcher(line);
              turned.add(
                  hunk.matches()
                      ? "@@ -%s +%s @@%s".formatted(hunk.group(2), hunk.group(1), hunk.group(3))
                      : line);
            });
    turned.addAll(added);
    return String.join("\n", turned);
  }

  /** The names of a diff's files say before and after, which is turned, too. */
  private static boolean isFile(String line) {
    return line.startsWith("--- ") || line.startsWith("+++ ");
  }
}
