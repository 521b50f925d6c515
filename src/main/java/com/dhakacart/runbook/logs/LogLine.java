package com.dhakacart.runbook.logs;

import java.util.regex.Pattern;

/**
 * One line that counts. A stack or a dumped body is cut.
 *
 * @param level {@code error} or {@code warn}
 * @param error what its error says; empty when it has none
 * @param url as asked, without its query; empty when absent
 */
record LogLine(String level, String message, String error, String url) {

  private static final int LONGEST = 500;
  private static final char ESCAPE = '\u001B';
  private static final Pattern COLOR = Pattern.compile(ESCAPE + "\\[[0-9;]*m");

  LogLine {
    message = cut(message);
    error = cut(error);
    url = cut(url);
  }

  /** As terminals show it. */
  static String withoutColor(String text) {
    return text.indexOf(ESCAPE) < 0 ? text : COLOR.matcher(text).replaceAll("");
  }

  private static String cut(String text) {
    String bare = withoutColor(text).strip();
    return bare.length() > LONGEST ? bare.substring(0, LONGEST) + "..." : bare;
  }

  boolean says(Pattern expression) {
    return expression.matcher(message).find() || expression.matcher(error).find();
  }

  /** The same line with what the lines below it tell. */
  LogLine saying(String words, String thrown) {
    return new LogLine(level, words, thrown, url);
  }
}
