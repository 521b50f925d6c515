package com.dhakacart.runbook.simulation;

import com.dhakacart.runbook.backend.LogLine;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;

/** The log of one container, as the kubelet keeps it: its last lines, each with its time. */
class PodLog {

  private static final int LINES = 5_000;
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private record Line(Instant at, String text) {}

  private final Deque<Line> lines = new ArrayDeque<>();

  /** A line that the backend wrote, as if it had been written at the given time. */
  void write(Instant at, String json) {
    try {
      ObjectNode line = (ObjectNode) Json.parse(json);
      add(at, line.put("timestamp", TIMESTAMP.format(at)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The backend did not log JSON: " + json, e);
    }
  }

  /** What a customer's request left behind. */
  void write(Instant at, LogLine line, String method, String url, int status) {
    ObjectNode json = bare(at, line);
    json.put("correlationId", "c-" + Long.toHexString(at.toEpochMilli() * 31 + url.hashCode()));
    json.put("method", method).put("url", url).put("statusCode", status);
    if (line.error() != null) {
      json.put("error", line.error());
    }
    add(at, json);
  }

  void write(Instant at, LogLine line) {
    ObjectNode json = bare(at, line);
    if (line.error() != null) {
      json.put("error", line.error());
    }
    add(at, json);
  }

  /**
   * Answers {@code GET .../log}. As the real kubelet does, it cuts at {@code limitBytes} counted
   * from the first line that is asked for, so that the newest lines are lost.
   */
  synchronized String read(Map<String, String> query, Instant now) {
    Instant since = Instant.MIN;
    if (query.containsKey("sinceTime")) {
      since = OffsetDateTime.parse(query.get("sinceTime")).toInstant();
    } else if (query.containsKey("sinceSeconds")) {
      since = now.minusSeconds(Long.parseLong(query.get("sinceSeconds")));
    }
    Instant from = since;
    var wanted = lines.stream().filter(line -> !line.at.isBefore(from)).toList();
    int tail = Integer.parseInt(query.getOrDefault("tailLines", "-1"));
    if (tail >= 0 && tail < wanted.size()) {
      wanted = wanted.subList(wanted.size() - tail, wanted.size());
    }
    boolean timestamps = Boolean.parseBoolean(query.get("timestamps"));
    StringBuilder text = new StringBuilder();
    wanted.forEach(
        line -> text.append(timestamps ? line.at + " " : "").append(line.text).append('\n'));
    int limit = Integer.parseInt(query.getOrDefault("limitBytes", "-1"));
    return limit >= 0 && limit < text.length() ? text.substring(0, limit) : text.toString();
  }

  private static ObjectNode bare(Instant at, LogLine line) {
    return Json.object()
        .put("timestamp", TIMESTAMP.format(at))
        .put("level", line.level().name().toLowerCase(Locale.ROOT))
        .put("message", line.message())
        .put("service", "dhakacart-backend")
        .put("environment", "production");
  }

  private synchronized void add(Instant at, ObjectNode line) {
    lines.addLast(new Line(at, Json.write(line)));
    if (lines.size() > LINES) {
      lines.removeFirst();
    }
  }
}
