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
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads one alert of a notification, or says everything that is wrong with it. What it can do
 * without costs it nothing: where that is odd it is left out, and said.
 */
class AlertReader {

  /** Of an annotation, or of a label that names nothing: enough to read, however long it is. */
  static final int LONGEST_TEXT = 4000;

  /** A refusal quotes no more of a fingerprint than this. */
  private static final int QUOTED = 64;

  /** Stands where something was no character. */
  private static final String REPLACED = "\ufffd";

  private static final Predicate<String> VISIBLE = Pattern.compile("[!-~]+").asMatchPredicate();

  /** Labels that decide what is opened, and of what. */
  private static final Set<String> NAMING = Set.of("alertname", "service");

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final String at;
  private final JsonNode alert;
  private final boolean ofWebhook;
  private final Instant receivedAt;
  private final List<String> problems = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  /**
   * @param at where the alert stands in the payload, for the messages
   * @param ofWebhook as {@link CarriedAlerts#ofWebhook}
   */
  AlertReader(String at, JsonNode alert, boolean ofWebhook, Instant receivedAt) {
    this.at = at;
    this.alert = alert;
    this.ofWebhook = ofWebhook;
    this.receivedAt = receivedAt;
  }

  DeliveredAlert read() {
    if (!alert.isObject()) {
      return new Unreadable(null, List.of(at + " is not an object"));
    }
    Map<String, String> labels = labels();
    String fingerprint = fingerprint(labels);
    Instant endsAt = time("endsAt", leftOut);
    boolean firing = isFiring(endsAt);
    Instant startsAt = time("startsAt", problems);
    if (startsAt == null && noneNoted("startsAt")) {
      startsAt = startOfEnd(firing, endsAt);
    }
    Map<String, String> annotations = texts("annotations", Set.of());
    String name = name(labels, "alertname", StoredText.ALERT_NAME);
    if (name == null && noneNoted("labels")) {
      problems.add(at + ".labels.alertname is missing");
    }
    String service = name(labels, "service", StoredText.SERVICE);
    String severity = name(labels, "severity", StoredText.SEVERITY);
    if (!problems.isEmpty()) {
      problems.addAll(leftOut);
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
            annotations),
        List.copyOf(leftOut));
  }

  /** What an alert is, is its labels: where a sender left the fingerprint out, they give it. */
  private String fingerprint(Map<String, String> labels) {
    JsonNode value = alert.path("fingerprint");
    if (isAbsent(value)) {
      if (labels.containsKey("alertname")) {
        return LabelFingerprint.of(labels);
      }
      problems.add(at + ".fingerprint is missing");
    } else if (!value.isTextual()) {
      problems.add(at + ".fingerprint is not a text");
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

  /**
   * A webhook says it of each alert. Alertmanager's API takes alerts without it: there one fires
   * until the end that it names. Of those it gives away it says whether it keeps them silent; what
   * it calls active is not over, by its own clock.
   */
  private boolean isFiring(Instant endsAt) {
    JsonNode value = alert.path("status");
    String state = value.path("state").asText();
    if (value.isTextual()) {
      if (!List.of("firing", "resolved").contains(value.textValue())) {
        problems.add(at + ".status is neither firing nor resolved");
      }
      return value.textValue().equals("firing");
    }
    if (state.equals("suppressed") || !value.path("mutedBy").isEmpty()) {
      problems.add(at + " is silenced, inhibited or muted, of which Alertmanager notifies nobody");
    } else if (List.of("active", "unprocessed").contains(state)) {
      return true;
    } else if (!state.isEmpty()) {
      problems.add(at + ".status.state is neither active, unprocessed nor suppressed");
    } else if (!isAbsent(value)) {
      problems.add(at + ".status is neither firing nor resolved");
    } else if (ofWebhook) {
      problems.add(at + ".status is missing");
    }
    return endsAt == null || endsAt.isAfter(receivedAt);
  }

  /** An end that names no beginning belongs to the open episode of its fingerprint. */
  private Instant startOfEnd(boolean firing, Instant endsAt) {
    if (firing) {
      problems.add(
          at
              + ".startsAt is "
              + (isAbsent(alert.path("startsAt"))
                  ? "missing"
                  : "not a time between 1970 and 9999"));
      return null;
    }
    return endsAt == null ? receivedAt : endsAt;
  }

  /** A time; null where it is absent, or Go's zero time, the year 1, which stands for "not set". */
  private Instant time(String field, List<String> complaints) {
    JsonNode value = alert.path(field);
    if (isAbsent(value)) {
      return null;
    }
    try {
      Instant time = Instant.parse(value.asText());
      if (time.isBefore(EARLIEST)) {
        return null;
      }
      if (time.isBefore(LATEST)) {
        return time;
      }
      complaints.add(at + "." + field + " is not a time between 1970 and 9999");
    } catch (DateTimeException e) {
      complaints.add(at + "." + field + " is not an RFC 3339 time such as 2026-01-31T12:00:00Z");
    }
    return null;
  }

  private Map<String, String> labels() {
    JsonNode value = alert.path("labels");
    if (!isAbsent(value) && !value.isObject()) {
      problems.add(at + ".labels is not an object");
      return Map.of();
    }
    return texts("labels", NAMING);
  }

  /**
   * @param naming must be texts; of others a number or a boolean is one, too
   */
  private Map<String, String> texts(String field, Set<String> naming) {
    JsonNode value = alert.path(field);
    Map<String, String> texts = new LinkedHashMap<>();
    if (!isAbsent(value) && !value.isObject()) {
      leftOut.add(at + "." + field + " is not an object");
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String name = entry.getKey();
      JsonNode text = entry.getValue();
      boolean mustBeText = naming.contains(name);
      if (name.length() > LONGEST_TEXT) {
        leftOut.add(at + "." + field + " has a name of more than " + LONGEST_TEXT + " characters");
      } else if (name.contains(REPLACED) || !StoredText.wellFormed(name).equals(name)) {
        leftOut.add(at + "." + field + " has a name that is not whole Unicode");
      } else if (text.isContainerNode() || mustBeText && !text.isTextual() && !text.isNull()) {
        (mustBeText ? problems : leftOut)
            .add(at + "." + field + "." + StoredText.shortened(name, 50) + " is not a text");
      } else if (!text.isNull()) {
        texts.put(name, storable(text.asText()));
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

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || value.isTextual() && value.textValue().isEmpty();
  }

  private static String storable(String text) {
    return StoredText.shortened(StoredText.wellFormed(text), LONGEST_TEXT);
  }
}
