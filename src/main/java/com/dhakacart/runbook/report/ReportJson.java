package com.dhakacart.runbook.report;

import com.dhakacart.runbook.json.WordsAsJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;

/** How what is reported is written for programs. */
final class ReportJson {

  /** Of its own: the report's shape must not follow the application's settings of Jackson. */
  private static final ObjectWriter JSON =
      WordsAsJson.mapper()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build()
          .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private ReportJson() {}

  static String write(Object document) {
    try {
      return JSON.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A report cannot be written as JSON", e);
    }
  }
}
