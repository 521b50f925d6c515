package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.incident.Alert;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reads Alertmanager's webhook payload, version 4. Fields it does not know are ignored, since newer
 * Alertmanagers add some; of the group only its alerts matter, because a firing group can hold
 * resolved alerts and a group's key changes with the route tree.
 */
@Component
class NotificationReader {

  private final ObjectReader json;

  NotificationReader(ObjectMapper json) {
    this.json = json.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * @throws NotANotification when it is anything else; it names every field that is wrong
   */
  Notification read(byte[] body) {
    JsonNode payload = parse(body);
    if (!payload.isObject()) {
      throw new NotANotification("the body is not a JSON object");
    }
    JsonNode list = payload.path("alerts");
    if (!list.isArray()) {
      throw new NotANotification("alerts is " + (list.isMissingNode() ? "missing" : "not a list"));
    }
    List<String> problems = new ArrayList<>();
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      new AlertReader("alerts[" + i + "]", list.get(i), problems).read().ifPresent(alerts::add);
    }
    if (!problems.isEmpty()) {
      throw new NotANotification(problems);
    }
    return new Notification(alerts, Math.max(0, payload.path("truncatedAlerts").asInt(0)));
  }

  private JsonNode parse(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new NotANotification(
          e.getLocation() == null
              ? "the body is not JSON"
              : "the body is not JSON (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
