package com.dhakacart.runbook.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Reads the backend's lines: winston's JSON, from a pod or from the log store, and plain text. */
@Component
class LogLineReader {

  /** A time before the text, as some loggers write it. */
  private static final Pattern PREFIXED =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\S*) (.*)");

  /** Levels of lines that are neither errors nor warnings. */
  private static final Set<String> CALM =
      Set.of("notice", "info", "informational", "http", "verbose", "debug", "silly", "trace");

  private static final char ESCAPE = '\u001B';
  private static final Pattern COLOR = Pattern.compile(ESCAPE + "\\[[0-9;]*m");
  private static final Pattern QUERY = Pattern.compile("[?#].*");
  private static final int TEXT_CHARS = 500;

  private final LogSettings settings;
  private final ObjectMapper json;

  /** Many lines of one second follow each other. */
  private volatile Dated last = new Dated("", Optional.empty());

  LogLineReader(LogSettings settings, ObjectMapper json) {
    this.settings = settings;
    this.json = json;
  }

  /**
   * @param timeBefore of the line before it, which is the time of a line that has none of its own
   */
  ReadLine read(String line, Instant timeBefore) {
    Matcher prefixed = PREFIXED.matcher(line);
    // nearly all lines are JSON, of which there are thousands
    boolean hasPrefix = !line.startsWith("{") && prefixed.matches();
    String text = hasPrefix ? prefixed.group(2) : line;
    Instant time = hasPrefix ? time(prefixed.group(1)).orElse(timeBefore) : timeBefore;
    JsonNode fields = object(text);
    if (fields != null) {
      Instant own = time(fields.path("timestamp").asText()).orElse(time);
      return new ReadLine(own, read(fields, own), understands(fields));
    }
    String plain = plain(text).strip();
    boolean cutOff = text.startsWith("{");
    return new ReadLine(
        time,
        settings.plainErrors().matcher(plain).find()
            ? Optional.of(new LogLine(time, "error", cut(plain), "", ""))
            : Optional.empty(),
        !cutOff);
  }

  /** Whether it says how bad it is, and of what it speaks: else it may be an error all the same. */
  boolean understands(JsonNode fields) {
    String level = fields.path("level").asText();
    return (level(level).isPresent() || CALM.contains(plain(level).toLowerCase(Locale.ROOT)))
        && !fields.path("message").asText().isEmpty();
  }

  /** The fields of one line; empty when it is neither an error nor a warning. */
  Optional<LogLine> read(JsonNode fields, Instant at) {
    return level(fields.path("level").asText())
        .map(
            level ->
                new LogLine(
                    at,
                    level,
                    cut(fields.path("message").asText()),
                    cut(error(fields.path("error"))),
                    cut(QUERY.matcher(fields.path("url").asText()).replaceFirst(""))));
  }

  /** Winston's own form has neither zone nor T and is UTC; the log store's is ISO 8601. */
  Optional<Instant> time(String text) {
    Dated before = last;
    if (before.text().equals(text)) {
      return before.time();
    }
    Dated now = new Dated(text, parsed(text));
    last = now;
    return now.time();
  }

  private static Optional<Instant> parsed(String text) {
    try {
      return text.indexOf(' ') > 0
          ? Optional.of(LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC))
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  private JsonNode object(String text) {
    if (!text.startsWith("{")) {
      return null;
    }
    try {
      JsonNode fields = json.readTree(text);
      return fields.isObject() ? fields : null;
    } catch (JsonProcessingException cutOrNoJson) {
      return null;
    }
  }

  private static String plain(String text) {
    return text.indexOf(ESCAPE) < 0 ? text : COLOR.matcher(text).replaceAll("");
  }

  private static Optional<String> level(String text) {
    return switch (plain(text).toLowerCase(Locale.ROOT)) {
      case "error", "fatal", "crit", "critical", "alert", "emerg" -> Optional.of("error");
      case "warn", "warning" -> Optional.of("warn");
      default -> Optional.empty();
    };
  }

  private static String error(JsonNode error) {
    return error.isObject() ? error.path("message").asText(error.toString()) : error.asText();
  }

  private static String cut(String text) {
    return text.length() > TEXT_CHARS ? text.substring(0, TEXT_CHARS) + "..." : text;
  }

  private record Dated(String text, Optional<Instant> time) {}

  /**
   * @param at its own time, else that of the line before
   * @param line empty when it is neither an error nor a warning
   * @param understood whether that is known
   */
  record ReadLine(Instant at, Optional<LogLine> line, boolean understood) {}
}
