package com.dhakacart.runbook.logs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code time=... level=error msg="..."}, as logrus, slog and go-kit write it. */
final class Logfmt {

  private static final String NAME = "[A-Za-z_@][\\w.@-]*+";

  /** A value without quotation marks may be words: up to the next name. */
  private static final Pattern PAIR =
      Pattern.compile(
          "\\G\\s*(?<name>"
              + NAME
              + ")=(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*+)\""
              + "|(?<bare>\\S*+(?:[ \\t]++(?!"
              + NAME
              + "=)\\S++)*+))");

  private Logfmt() {}

  /** Empty unless the line is made of pairs and nothing else. */
  static Optional<Fields> read(String line) {
    Matcher pairs = PAIR.matcher(line);
    Map<String, String> read = new LinkedHashMap<>();
    int end = 0;
    while (pairs.find()) {
      String quoted = pairs.group("quoted");
      read.putIfAbsent(
          pairs.group("name"),
          quoted == null ? pairs.group("bare") : quoted.replaceAll("\\\\(.)", "$1"));
      end = pairs.end();
    }
    return read.size() > 1 && line.substring(end).isBlank()
        ? Optional.of(Fields.of(read))
        : Optional.empty();
  }
}
