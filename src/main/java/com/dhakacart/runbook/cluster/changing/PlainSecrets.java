package com.dhakacart.runbook.cluster.changing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that somebody wrote as plain text into an object, where a Secret would be referred to. A
 * plan is read by many, so they are taken out of what it shows, wherever in the object they stand:
 * in the environment of whatever kind of container, in its arguments, in annotations, and as
 * passwords of addresses.
 */
final class PlainSecrets {

  private static final String WORDS =
      "password|passwd|passphrase|pwd|secret|token|api_?-?key|access_?-?key|private_?-?key"
          + "|credential|authorization";

  private static final Pattern NAME = Pattern.compile("(?i)(" + WORDS + "|_url$|_dsn$)");

  /** {@code --db-password=x}, {@code token: x}, {@code "apiKey":"x"}; no image's tag. */
  private static final Pattern GIVEN =
      Pattern.compile(
          "(?i)([\\w.-]*(?:" + WORDS + ")[\\w.-]*(?:=|:\\s+|\"\\s*:\\s*\"))(?!\\$\\()[^\\s;,&\"]+");

  /** {@code --db-password}, whose value is the argument that follows. */
  private static final Pattern FLAG = Pattern.compile("(?i)--?[\\w.-]*(?:" + WORDS + ")[\\w.-]*");

  /** {@code postgres://user:x@db}. */
  private static final Pattern IN_AN_ADDRESS =
      Pattern.compile("([a-zA-Z][\\w+.-]*://[^\\s/@:]*:)[^\\s/@]+@");

  private static final String HIDDEN = "(hidden)";
  private static final String CHANGED = "(hidden, changed)";

  private PlainSecrets() {}

  /** On both sides, so that a changed secret is still seen to have changed. */
  static void hide(JsonNode before, JsonNode after) {
    hideIn(after, before);
    hideIn(before, before);
  }

  private static void hideIn(JsonNode shown, JsonNode earlier) {
    if (shown instanceof ObjectNode object) {
      if (object.path("value").isTextual() && isSecret(object.path("name").asText())) {
        object.put("value", hidden(object.path("value"), earlier.path("value")));
      }
      object
          .properties()
          .forEach(
              it -> {
                JsonNode was = earlier.path(it.getKey());
                if (it.getKey().equals("annotations")) {
                  hideByKey(it.getValue(), was);
                }
                if (it.getValue().isTextual()) {
                  it.setValue(object.textNode(withoutSecrets(it.getValue(), was)));
                } else {
                  hideIn(it.getValue(), was);
                }
              });
    } else if (shown instanceof ArrayNode items) {
      for (int i = 0; i < items.size(); i++) {
        JsonNode item = items.get(i);
        JsonNode was = counterpart(earlier, item, i);
        if (!item.isTextual()) {
          hideIn(item, was);
        } else if (i > 0 && FLAG.matcher(items.get(i - 1).asText()).matches()) {
          items.set(i, items.textNode(hidden(item, was)));
        } else {
          items.set(i, items.textNode(withoutSecrets(item, was)));
        }
      }
    }
  }

  private static void hideByKey(JsonNode texts, JsonNode earlier) {
    texts
        .properties()
        .forEach(
            it -> {
              if (it.getValue().isTextual() && isSecret(it.getKey())) {
                ((ObjectNode) texts)
                    .put(it.getKey(), hidden(it.getValue(), earlier.path(it.getKey())));
              }
            });
  }

  private static boolean isSecret(String name) {
    return NAME.matcher(name).find();
  }

  private static String withoutSecrets(JsonNode text, JsonNode earlier) {
    String instead = Matcher.quoteReplacement(hidden(text, earlier));
    String given = GIVEN.matcher(text.asText()).replaceAll("$1" + instead);
    return IN_AN_ADDRESS.matcher(given).replaceAll("$1" + instead + "@");
  }

  private static String hidden(JsonNode value, JsonNode earlier) {
    return earlier.isMissingNode() || earlier.equals(value) ? HIDDEN : CHANGED;
  }

  /** The item of the same name, or the same place where items have none. */
  private static JsonNode counterpart(JsonNode items, JsonNode like, int place) {
    if (like.has("name")) {
      for (JsonNode item : items) {
        if (item.path("name").equals(like.path("name"))) {
          return item;
        }
      }
      return items.path(-1);
    }
    return items.path(place);
  }
}
