package com.dhakacart.runbook.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;

/** The style sheets of what is rendered here, which is one file each, with all that it needs. */
final class StyleSheet {

  private StyleSheet() {}

  static String named(String file) {
    try {
      return new ClassPathResource(file, StyleSheet.class)
          .getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The style sheet %s is missing from the application".formatted(file), e);
    }
  }
}
