package com.dhakacart.runbook.cluster.changing;

import java.util.ArrayList;
import java.util.List;

/** {@code diff -u} of two texts of at most some hundred lines. */
final class UnifiedDiff {

  private static final int CONTEXT = 3;

  private UnifiedDiff() {}

  /**
   * @return empty when the texts are equal
   */
  static String of(String beforeName, List<String> before, String afterName, List<String> after) {
    List<Line> script = script(before, after);
    StringBuilder diff = new StringBuilder();
    int next = 0;
    while (next < script.size()) {
      int first = nextChange(script, next);
      if (first == script.size()) {
        break;
      }
      int from = Math.max(next, first - CONTEXT);
      int to = endOfHunk(script, first);
      hunk(script, from, to, diff);
      next = to;
    }
    return diff.isEmpty() ? "" : "--- " + beforeName + "\n+++ " + afterName + "\n" + diff;
  }

  private static int nextChange(List<Line> script, int from) {
    int at = from;
    while (at < script.size() && script.get(at).sign() == ' ') {
      at++;
    }
    return at;
  }

  /** Changes with no more than twice the context between them share a hunk. */
  private static int endOfHunk(List<Line> script, int firstChange) {
    int end = firstChange;
    int change = firstChange;
    while (change < script.size() && change - end <= 2 * CONTEXT) {
      end = change + 1;
      change = nextChange(script, end);
    }
    return Math.min(script.size(), end + CONTEXT);
  }

  private static void hunk(List<Line> script, int from, int to, StringBuilder diff) {
    diff.append("@@ -")
        .append(range(script, from, to, '+'))
        .append(" +")
        .append(range(script, from, to, '-'))
        .append(" @@\n");
    script
        .subList(from, to)
        .forEach(line -> diff.append(line.sign()).append(line.text()).append('\n'));
  }

  /** Start and length on the side that lacks lines of the given sign. */
  private static String range(List<Line> script, int from, int to, char notThese) {
    long start = script.subList(0, from).stream().filter(l -> l.sign() != notThese).count();
    long length = script.subList(from, to).stream().filter(l -> l.sign() != notThese).count();
    return (length == 0 ? start : start + 1) + "," + length;
  }

  /** The longest common subsequence, by dynamic programming. */
  private static List<Line> script(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<Line> script = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        script.add(new Line(' ', before.get(i++)));
        j++;
      } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
        script.add(new Line('-', before.get(i++)));
      } else {
        script.add(new Line('+', after.get(j++)));
      }
    }
    return script;
  }

  private record Line(char sign, String text) {}
}
