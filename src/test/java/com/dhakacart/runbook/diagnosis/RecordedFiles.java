package com.dhakacart.runbook.diagnosis;

import com.dhakacart.runbook.incident.RecordedIncident;
import com.dhakacart.runbook.json.WordsAsJson;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Recorded incidents as files: {@code src/test/resources/incidents/*.json}. */
public final class RecordedFiles {

  public static final Path FOLDER = Path.of("src/test/resources/incidents");

  /** Made after public reports of people who run other services. */
  static final String REPORTED = "field-";

  /** Strict: a misspelt field in a file that a person has edited must not be lost in silence. */
  static final JsonMapper JSON =
      WordsAsJson.mapper().serializationInclusion(JsonInclude.Include.NON_NULL).build();

  private static final ObjectWriter PRETTY =
      JSON.writer(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter(" ", "\n"))
              .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance));

  private RecordedFiles() {}

  /** By file name without its ending. */
  public static Map<String, RecordedIncident> all() {
    Map<String, RecordedIncident> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".json")).toList()) {
        all.put(file.getFileName().toString().replace(".json", ""), read(Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** Those of {@link #all} that are of real incidents, recorded or exported. */
  public static Map<String, RecordedIncident> real() {
    Map<String, RecordedIncident> real = all();
    real.keySet().removeAll(Variations.madeUp());
    real.keySet().removeIf(it -> it.startsWith(REPORTED));
    return real;
  }

  /** Those of {@link #all} that are invented: of the real ones, or after reports of others. */
  public static Map<String, RecordedIncident> madeUp() {
    Map<String, RecordedIncident> madeUp = all();
    madeUp.keySet().removeAll(real().keySet());
    return madeUp;
  }

  public static RecordedIncident read(String json) {
    try {
      return JSON.readValue(json, RecordedIncident.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String written(RecordedIncident incident) {
    try {
      return PRETTY.writeValueAsString(incident) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
