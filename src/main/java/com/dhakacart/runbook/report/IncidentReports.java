package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.IncidentHistory;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import org.springframework.stereotype.Component;

@Component
class IncidentReports implements Reports {

  /** Of its own: the report's shape must not follow the application's settings of Jackson. */
  private static final ObjectWriter JSON =
      JsonMapper.builder()
          // what a record says of itself is no part of it
          .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build()
          .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private final Briefings briefings;

  IncidentReports(Briefings briefings) {
    this.briefings = briefings;
  }

  @Override
  public Report write(IncidentHistory history) {
    MarkdownReport markdown = new MarkdownReport(history, briefings);
    return new Report(
        markdown.head() + "\n" + markdown.body(),
        new HtmlPage(history, markdown).write(),
        json(history));
  }

  private static String json(IncidentHistory history) {
    try {
      return JSON.writeValueAsString(ReportDocument.of(history)) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(
          "The report of " + history.incident().key() + " cannot be written as JSON", e);
    }
  }
}
