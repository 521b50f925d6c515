package com.dhakacart.runbook.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words that may stand in what is shared: those of loggers, clusters and databases, in {@code
 * public-words.txt}. What is not among them may be a name.
 */
final class PublicWords {

  private static final String FILE = "public-words.txt";

  /** Words of their makers that are made of several. */
  private static final Set<String> COMPOUNDS =
      Set.of(
          "back-off",
          "pg_hba.conf",
          "ephemeral-storage",
          "memory-pressure",
          "disk-pressure",
          "pid-pressure",
          "not-ready",
          "node.kubernetes.io",
          "read-only");

  /** {@code CrashLoopBackOff} is four words, {@code HTTPServer} two. */
  private static final Pattern PARTS =
      Pattern.compile("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private static final Set<String> ALL = read();

  private PublicWords() {}

  /** Whether each of its words may stand there. */
  static boolean has(String text) {
    if (COMPOUNDS.contains(text.toLowerCase(Locale.ROOT))) {
      return true;
    }
    for (String part : PARTS.split(text)) {
      if (!ALL.contains(part.toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  private static Set<String> read() {
    try (InputStream file = PublicWords.class.getResourceAsStream(FILE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(it -> !it.isBlank())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
