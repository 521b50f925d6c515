package com.dhakacart.runbook.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of an alert: its words say what it is about, and those that nobody knows are others. */
final class RedactedAlertName {

  private static final Pattern WORDS =
      Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\\p{N}+|\\p{L}+");

  private final StandIns names;

  RedactedAlertName(StandIns names) {
    this.names = names;
  }

  String of(String name) {
    return WORDS
        .matcher(name)
        .replaceAll(
            word ->
                Matcher.quoteReplacement(
                    PublicWords.has(word.group())
                        ? word.group()
                        : names.of("alert", word.group(), number -> "Name" + number)));
  }
}
