package com.dhakacart.runbook.faults;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is asked for, of whichever object: what a server does alike. */
final class RequestKind {

  /** As pods, nodes and namespaces have; a version of an API is none. */
  private static final Pattern NAME_WITH_A_NUMBER =
      Pattern.compile("/(?!v\\d)[^/]*\\d[^/]*(?=/|$)");

  private static final Pattern METRIC =
      Pattern.compile("[?&]query=.*?\\b(ALERTS|[a-z]+(?:_[a-z]+)+)\\b");

  private RequestKind() {}

  /**
   * @param line a request's first
   */
  static String of(String line) {
    String[] words = line.split(" ");
    String[] parts = words[1].split("\\?", 2);
    String query = parts.length < 2 ? "" : decoded("?" + parts[1]);
    Matcher metric = METRIC.matcher(query);
    return words[0]
        + " "
        + NAME_WITH_A_NUMBER.matcher(parts[0]).replaceAll("/*")
        + (query.contains("dryRun") ? " tried" : "")
        + (metric.find() ? " " + metric.group(1) : "");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
