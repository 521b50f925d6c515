package com.dhakacart.runbook.alerting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
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
   * @throws NotANotification when it is anything else
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
    List<DeliveredAlert> delivered = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      delivered.add(new AlertReader("alerts[" + i + "]", list.get(i)).read());
    }
    return new Notification(delivered, Math.max(0, payload.path("truncatedAlerts").asInt(0)));
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
      // from memory, so what fails is how the characters are encoded
      throw new NotANotification("the body is not JSON in UTF-8");
    }
  }
}
