package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.process.StoredText;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Finds the alerts in what a notification service wrapped around them: in a field of any name, as
 * JSON, as a text of JSON (Amazon SNS and SQS, AWS Lambda) or as its Base64 (CloudEvents, Google
 * Pub/Sub), alone or several in a list. An alert is known by its labels, so nothing is guessed:
 * what does not carry Alertmanager's own alerts carries none.
 */
class Envelopes {

  /** Services wrap what services have wrapped, but not for ever. */
  private static final int DEEPEST = 8;

  private static final int LONGEST_NAME = 50;

  /** How an object or a list begins in Base64, whatever stands between its first two characters. */
  private static final Pattern BASE64_OF_JSON = Pattern.compile("[ewW][A-Za-z0-9+/_-]{7,}={0,2}");

  private final ObjectReader json;

  Envelopes(ObjectReader json) {
    this.json = json;
  }

  /** The lists of alerts that a payload carries, in its order; none where it carries none. */
  List<CarriedAlerts> in(JsonNode payload) {
    List<CarriedAlerts> found = new ArrayList<>();
    look("", payload, DEEPEST, found);
    return List.copyOf(found);
  }

  private void look(String at, JsonNode node, int deeper, List<CarriedAlerts> found) {
    if (node.path("alerts").isArray()) {
      int truncated = Math.max(0, node.path("truncatedAlerts").asInt(0));
      found.add(new CarriedAlerts(within(at, "alerts"), node.path("alerts"), true, truncated));
    } else if (isAlert(node)) {
      found.add(new CarriedAlerts(at, JsonNodeFactory.instance.arrayNode().add(node), false, 0));
    } else if (node.isArray() && holdsAlerts(node)) {
      found.add(new CarriedAlerts(at, node, false, 0));
    } else if (deeper > 0) {
      within(at, node, deeper - 1, found);
    }
  }

  private void within(String at, JsonNode node, int deeper, List<CarriedAlerts> found) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      look(within(at, field.getKey()), field.getValue(), deeper, found);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      look(at + "[" + i + "]", node.get(i), deeper, found);
    }
    if (node.isTextual()) {
      JsonNode read = read(node.textValue().strip());
      if (read != null) {
        look(at, read, deeper, found);
      }
    }
  }

  private static boolean holdsAlerts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).anyMatch(Envelopes::isAlert);
  }

  private static boolean isAlert(JsonNode node) {
    return node.path("labels").has("alertname");
  }

  /** What a text says as JSON; null where it is no JSON. */
  private JsonNode read(String text) {
    if (text.startsWith("{") || text.startsWith("[")) {
      return parsed(text);
    }
    return BASE64_OF_JSON.matcher(text).matches() ? parsed(decoded(text)) : null;
  }

  private JsonNode parsed(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      // a text of people that begins like JSON carries no alert
      return null;
    }
  }

  private static String decoded(String text) {
    try {
      String standard = text.replace('-', '+').replace('_', '/');
      return new String(Base64.getDecoder().decode(standard), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // as many characters as no Base64 has: it is a word, and no JSON either
      return text;
    }
  }

  private static String within(String at, String field) {
    String name = StoredText.shortened(StoredText.wellFormed(field), LONGEST_NAME);
    return at.isEmpty() ? name : at + "." + name;
  }
}
