package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.incident.Alert;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads one alert of a notification and notes what is wrong with it. */
class AlertReader {

  /** Engine variables and columns take no longer text than this. */
  static final int LONGEST_TEXT = 4000;

  /** What names a runbook, a service or a severity is kept in columns of this length. */
  static final int LONGEST_NAME = 255;

  private static final Predicate<String> FINGERPRINT =
      Pattern.compile("[!-~]{1,64}").asMatchPredicate();
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final String at;
  private final JsonNode alert;
  private final Collection<String> problems;
  private final int problemsBefore;

  /**
   * @param at where the alert stands in the payload, for the messages
   * @param problems takes what is wrong
   */
  AlertReader(String at, JsonNode alert, Collection<String> problems) {
    this.at = at;
    this.alert = alert;
    this.problems = problems;
    this.problemsBefore = problems.size();
  }

  /**
   * @return empty when something is wrong
   */
  Optional<Alert> read() {
    if (!alert.isObject()) {
      problems.add(at + " is not an object");
      return Optional.empty();
    }
    String fingerprint = fingerprint();
    boolean firing = "firing".equals(status());
    Instant startsAt = time("startsAt");
    if (startsAt == null && noneNoted("startsAt")) {
      problems.add(at + ".startsAt is missing");
    }
    Instant endsAt = time("endsAt");
    Map<String, String> labels = texts("labels");
    Map<String, String> annotations = texts("annotations");
    String name = name(labels, "alertname");
    if (name == null && noneNoted("labels")) {
      problems.add(at + ".labels.alertname is missing");
    }
    String service = name(labels, "service");
    String severity = name(labels, "severity");
    if (problems.size() > problemsBefore) {
      return Optional.empty();
    }
    return Optional.of(
        new Alert(
            fingerprint,
            name,
            service,
            severity,
            firing,
            startsAt,
            firing ? null : endsAt,
            labels,
            annotations));
  }

  private String fingerprint() {
    JsonNode value = alert.path("fingerprint");
    if (!value.isTextual()) {
      problems.add(at + ".fingerprint is " + missingOr(value, "not a text"));
    } else if (!FINGERPRINT.test(value.textValue())) {
      problems.add(at + ".fingerprint is not 1 to 64 visible ASCII characters");
    }
    return value.textValue();
  }

  private String status() {
    JsonNode value = alert.path("status");
    if (value.isMissingNode() || value.isNull()) {
      problems.add(at + ".status is missing");
    } else if (!List.of("firing", "resolved").contains(value.asText())) {
      problems.add(at + ".status is neither firing nor resolved");
    }
    return value.asText();
  }

  /** Go's zero time, year 1, stands for "not set". */
  private Instant time(String field) {
    JsonNode value = alert.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    try {
      Instant time = Instant.parse(value.asText());
      if (time.isBefore(EARLIEST) && field.equals("endsAt")) {
        return null;
      }
      if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
        return time;
      }
      problems.add(at + "." + field + " is not a time between 1970 and 9999");
    } catch (DateTimeException e) {
      problems.add(at + "." + field + " is not an RFC 3339 time such as 2026-01-31T12:00:00Z");
    }
    return null;
  }

  private Map<String, String> texts(String field) {
    JsonNode value = alert.path(field);
    Map<String, String> texts = new LinkedHashMap<>();
    if (value.isMissingNode() || value.isNull()) {
      return texts;
    }
    if (!value.isObject()) {
      problems.add(at + "." + field + " is not an object");
      return texts;
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (entry.getValue().isTextual()) {
        texts.put(storable(entry.getKey()), storable(entry.getValue().textValue()));
      } else {
        problems.add(at + "." + field + "." + shortened(entry.getKey(), 50) + " is not a text");
      }
    }
    return texts;
  }

  /** An empty label is an absent one to Prometheus. */
  private String name(Map<String, String> labels, String label) {
    String name = labels.get(label);
    if (name == null || name.isBlank()) {
      return null;
    }
    if (name.length() > LONGEST_NAME) {
      problems.add(at + ".labels." + label + " is longer than " + LONGEST_NAME + " characters");
    }
    return name;
  }

  private boolean noneNoted(String field) {
    return problems.stream().noneMatch(problem -> problem.startsWith(at + "." + field));
  }

  private static String missingOr(JsonNode value, String otherwise) {
    return value.isMissingNode() || value.isNull() ? "missing" : otherwise;
  }

  /** PostgreSQL takes neither U+0000 nor half a surrogate pair, and would refuse it for ever. */
  private static String storable(String text) {
    String wellFormed =
        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
            .replace('\u0000', '\ufffd');
    return shortened(wellFormed, LONGEST_TEXT);
  }

  private static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
