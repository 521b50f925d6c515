package com.dhakacart.runbook.logs;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One line that counts.
 *
 * @param level {@code error} or {@code warn}
 * @param error the {@code error} field; empty when absent
 * @param url as asked, without its query; empty when absent
 */
record LogLine(Instant at, String level, String message, String error, String url) {

  boolean says(Pattern expression) {
    return expression.matcher(message).find() || expression.matcher(error).find();
  }

  LogLine at(Instant time) {
    return new LogLine(time, level, message, error, url);
  }
}
