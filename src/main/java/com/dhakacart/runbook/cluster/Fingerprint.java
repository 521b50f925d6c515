package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.ChangeKind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * The fields that a change depends on, and their digest: the pod template for what rolls the pods,
 * with the annotations that a rollback writes, else the very fields that it writes. Status,
 * restarts and other fields may change meanwhile.
 */
public final class Fingerprint {

  private static final ObjectMapper SORTED =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private Fingerprint() {}

  public static JsonNode fields(
      ChangeKind kind, JsonNode object, String mediaType, JsonNode patch) {
    if (kind == ChangeKind.PROBE) {
      return howItRolls(object);
    }
    if (kind == ChangeKind.ROLL_BACK) {
      return ofARelease(object, Patches.annotationsIn(object, patch));
    }
    return dependsOnTemplate(kind)
        ? Templates.withoutMarks(object.at("/spec/template"))
        : pausedOrNot(Patches.inverse(object, mediaType, patch), patch);
  }

  /**
   * What resumes a rollout gives the strategy back, too, and does so where somebody has resumed it
   * meanwhile: it depends on the strategy alone.
   */
  private static JsonNode pausedOrNot(JsonNode fields, JsonNode patch) {
    if (patch.at("/spec/paused").isNull()) {
      fields.<ObjectNode>withObject("/spec").put("paused", true);
    }
    return fields;
  }

  /** A rollback of an older version writes all annotations at once, and depends on none. */
  private static JsonNode ofARelease(JsonNode deployment, ObjectNode annotations) {
    JsonNode template = Templates.withoutMarks(deployment.at("/spec/template"));
    if (annotations.isEmpty()) {
      return template;
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.set("template", template);
    fields.set("annotations", annotations);
    return fields;
  }

  /** A probe puts the owner's strategy aside for a while, and has to give back the same one. */
  private static JsonNode howItRolls(JsonNode deployment) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.set("template", Templates.withoutMarks(deployment.at("/spec/template")));
    fields.set("strategy", deployment.at("/spec/strategy"));
    fields.put("paused", deployment.at("/spec/paused").asBoolean());
    return fields;
  }

  /** What the fields of a change that depends on the template are with another one. */
  public static JsonNode withTemplate(JsonNode fields, JsonNode template) {
    JsonNode bare = Templates.withoutMarks(template);
    return fields.has("template") ? fields.<ObjectNode>deepCopy().set("template", bare) : bare;
  }

  public static boolean dependsOnTemplate(ChangeKind kind) {
    return switch (kind) {
      case RESTART, RAISE_LIMITS, ROLL_BACK, PROBE -> true;
      case SCALE_OUT, DEGRADE, PAUSE_ROLLOUT, RESUME_ROLLOUT -> false;
    };
  }

  /** SHA-256, independent of the order of keys. */
  public static String of(JsonNode fields) {
    try {
      byte[] canonical = sorted(fields).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  public static String sorted(JsonNode node) {
    try {
      return SORTED.writeValueAsString(SORTED.treeToValue(node, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A JSON tree can always be written", e);
    }
  }

  /** Paths of the fields in which the two differ, such as {@code spec.replicas}. */
  public static List<String> differences(JsonNode before, JsonNode now) {
    List<String> paths = new ArrayList<>();
    collect("", before, now, paths);
    return paths;
  }

  private static void collect(String path, JsonNode before, JsonNode now, List<String> paths) {
    if (before.equals(now)) {
      return;
    }
    if (before.isObject() && now.isObject()) {
      TreeSet<String> keys = new TreeSet<>();
      before.fieldNames().forEachRemaining(keys::add);
      now.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        collect(path.isEmpty() ? key : path + "." + key, before.path(key), now.path(key), paths);
      }
    } else if (before.isArray() && now.isArray() && before.size() == now.size()) {
      for (int i = 0; i < before.size(); i++) {
        collect(path + "[" + i + "]", before.get(i), now.get(i), paths);
      }
    } else {
      paths.add(path);
    }
  }
}
