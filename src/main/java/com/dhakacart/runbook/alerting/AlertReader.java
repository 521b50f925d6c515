package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.alerting.DeliveredAlert.Readable;
import com.dhakacart.runbook.alerting.DeliveredAlert.Unreadable;
import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.process.StoredText;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads one alert of a notification, or says everything that is wrong with it. */
class AlertReader {

  /** Of an annotation, or of a label that names nothing: enough to read, however long it is. */
  static final int LONGEST_TEXT = 4000;

  /** A refusal quotes no more of a fingerprint than this. */
  private static final int QUOTED = 64;

  private static final Predicate<String> VISIBLE = Pattern.compile("[!-~]+").asMatchPredicate();
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final String at;
  private final JsonNode alert;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param at where the alert stands in the payload, for the messages
   */
  AlertReader(String at, JsonNode alert) {
    this.at = at;
    this.alert = alert;
  }

  DeliveredAlert read() {
    if (!alert.isObject()) {
      return new Unreadable(null, List.of(at + " is not an object"));
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
    String name = name(labels, "alertname", StoredText.ALERT_NAME);
    if (name == null && noneNoted("labels")) {
      problems.add(at + ".labels.alertname is missing");
    }
    String service = name(labels, "service", StoredText.SERVICE);
    String severity = name(labels, "severity", StoredText.SEVERITY);
    if (!problems.isEmpty()) {
      return new Unreadable(quoted(fingerprint), List.copyOf(problems));
    }
    return new Readable(
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
    } else if (!VISIBLE.test(value.textValue())
        || !StoredText.FINGERPRINT.takes(value.textValue())) {
      problems.add(
          at
              + ".fingerprint is not 1 to "
              + StoredText.FINGERPRINT.limit()
              + " visible ASCII characters");
    }
    return value.textValue();
  }

  private static String quoted(String fingerprint) {
    return fingerprint == null
        ? null
        : StoredText.shortened(StoredText.wellFormed(fingerprint), QUOTED);
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
        problems.add(
            at + "." + field + "." + StoredText.shortened(entry.getKey(), 50) + " is not a text");
      }
    }
    return texts;
  }

  /** An empty label is an absent one to Prometheus. */
  private String name(Map<String, String> labels, String label, StoredText kept) {
    String name = labels.get(label);
    if (name == null || name.isBlank()) {
      return null;
    }
    if (!kept.takes(name)) {
      problems.add(at + ".labels." + label + " is longer than " + kept.limit() + " characters");
    }
    return name;
  }

  private boolean noneNoted(String field) {
    return problems.stream().noneMatch(problem -> problem.startsWith(at + "." + field));
  }

  private static String missingOr(JsonNode value, String otherwise) {
    return value.isMissingNode() || value.isNull() ? "missing" : otherwise;
  }

  private static String storable(String text) {
    return StoredText.shortened(StoredText.wellFormed(text), LONGEST_TEXT);
  }
}
