package com.dhakacart.runbook.health;

import com.dhakacart.runbook.health.PodCalls.Reply;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodHealth.DatabaseCheck;
import com.dhakacart.runbook.incident.PodHealth.DependencyCheck;
import com.dhakacart.runbook.incident.PodHealth.MemoryCheck;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Reads what a health endpoint said, in every shape seen: the checks under {@code checks} or at the
 * top, figures under {@code details} or beside the status, times as a number of milliseconds or as
 * {@code "2ms"}. What the body does not say stays null.
 */
@Component
class HealthReader {

  private static final Pattern QUANTITY =
      Pattern.compile("\\s*(-?\\d+(?:\\.\\d+)?)\\s*(s|ms|%)?.*");
  private static final int QUOTED_CHARS = 80;

  private final ObjectMapper json;

  HealthReader(ObjectMapper json) {
    this.json = json;
  }

  /** The whole health endpoint. */
  PodHealth whole(String pod, Reply reply) {
    JsonNode body = body(reply);
    if (body == null) {
      return withoutBody(pod, reply);
    }
    JsonNode checks = body.path("checks").isObject() ? body.get("checks") : body;
    return new PodHealth(
        pod,
        reply.via(),
        reply.status(),
        reply.tookMillis(),
        text(body, "status"),
        database(checks.get("database")),
        dependency(checks.get("redis")),
        memory(checks.get("memory")),
        null);
  }

  private PodHealth withoutBody(String pod, Reply reply) {
    return new PodHealth(
        pod,
        reply.via(),
        reply.status(),
        reply.tookMillis(),
        null,
        null,
        null,
        null,
        problem(reply));
  }

  private static String problem(Reply reply) {
    if (reply.problem() != null) {
      return reply.problem();
    }
    return switch (reply.status()) {
      case 0 -> "no answer";
      case 404 -> "404: the path does not exist; set runbook.health.path";
      case 429 -> "429: the endpoint's rate limit, which says nothing about the pod; ask again";
      default -> reply.status() + " with a body that is no JSON object: " + quoted(reply.body());
    };
  }

  /** Null when there is none that says how the pod is. */
  private JsonNode body(Reply reply) {
    if (reply.status() == 0 || reply.status() == 404 || reply.status() == 429) {
      return null;
    }
    try {
      JsonNode body = json.readTree(reply.body() == null ? "" : reply.body());
      return body != null && body.isObject() ? body : null;
    } catch (JsonProcessingException noJson) {
      return null;
    }
  }

  private static DatabaseCheck database(JsonNode check) {
    if (isAbsent(check)) {
      return null;
    }
    JsonNode details = check.path("details").isObject() ? check.get("details") : check;
    return new DatabaseCheck(
        status(check),
        firstText(check, "error", "message"),
        millis(check.get("responseTime")),
        count(details.get("totalConnections")),
        count(details.get("idleConnections")),
        count(details.get("waitingClients")));
  }

  private static DependencyCheck dependency(JsonNode check) {
    return isAbsent(check)
        ? null
        : new DependencyCheck(status(check), firstText(check, "message", "error"));
  }

  private static MemoryCheck memory(JsonNode check) {
    if (isAbsent(check)) {
      return null;
    }
    JsonNode details = check.path("details").isObject() ? check.get("details") : check;
    return new MemoryCheck(status(check), quantity(details.get("usagePercent")));
  }

  private static boolean isAbsent(JsonNode check) {
    return check == null || !(check.isObject() || check.isTextual());
  }

  private static String status(JsonNode check) {
    return check.isTextual() ? check.asText() : text(check, "status");
  }

  private static String firstText(JsonNode node, String field, String otherField) {
    String first = text(node, field);
    return first != null ? first : text(node, otherField);
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    return value.isObject() ? text(value, "message") : value.asText();
  }

  private static Integer count(JsonNode node) {
    Double value = quantity(node);
    return value == null ? null : value.intValue();
  }

  private static Long millis(JsonNode node) {
    Double value = quantity(node);
    if (value == null) {
      return null;
    }
    boolean inSeconds = node.isTextual() && node.asText().matches(".*\\d\\s*s\\s*");
    return Math.round(inSeconds ? value * 1000 : value);
  }

  private static Double quantity(JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    Matcher text = QUANTITY.matcher(node.asText());
    return text.matches() ? Double.valueOf(text.group(1)) : null;
  }

  private static String quoted(String body) {
    String start = body == null ? "" : body.strip();
    return "'"
        + (start.length() > QUOTED_CHARS ? start.substring(0, QUOTED_CHARS) + "..." : start)
        + "'";
  }
}
