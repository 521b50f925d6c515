package com.dhakacart.runbook.json;

import static com.dhakacart.runbook.incident.EvidencePart.ALERTS;
import static com.dhakacart.runbook.incident.EvidencePart.DATABASE_FIGURES;
import static com.dhakacart.runbook.incident.EvidencePart.NODES;
import static com.dhakacart.runbook.incident.EvidencePart.PODS;
import static com.dhakacart.runbook.incident.EvidencePart.RELEASES;

import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.RecordedIncident;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An incident's recording that is harmless to share: names, hosts, addresses and tokens are others,
 * the same for the same, so that it is judged as it was. Closed by construction: of every text only
 * what is known to be harmless is kept.
 */
public final class RedactedRecording {

  private static final JsonMapper JSON =
      WordsAsJson.mapper().serializationInclusion(JsonInclude.Include.NON_NULL).build();

  /** Fields that hold a word of the runbook's own. */
  private static final Set<String> OWN_WORDS =
      Set.of("cause", "harmful", "remedy", "origin", "access", "role", "state", "measure");

  private static final Pattern OWN_WORD = Pattern.compile("[A-Z][A-Z0-9_]*");

  /** Of the database figures: its fields have names that are the service's. */
  private static final String FIGURES = "figures";

  private final StandIns names = new StandIns();
  private final RedactedText text = new RedactedText(names);
  private final RedactedImages images = new RedactedImages(names);

  private RedactedRecording(Evidence evidence) {
    evidence.known(NODES).orElse(List.of()).stream().map(NodeState::name).forEach(this::node);
    List<PodState> pods = evidence.known(PODS).orElse(List.of());
    pods.stream().map(PodState::node).forEach(this::node);
    List<Release> releases = evidence.known(RELEASES).map(Releases::all).orElse(List.of());
    Set<String> replicaSets = new TreeSet<>();
    releases.stream().map(Release::replicaSet).forEach(replicaSets::add);
    pods.stream()
        .filter(pod -> pod.revision() != null && pod.name().contains("-" + pod.revision() + "-"))
        .map(pod -> before(pod.name(), "-" + pod.revision() + "-") + "-" + pod.revision())
        .forEach(replicaSets::add);
    replicaSets.forEach(this::replicaSet);
    pods.forEach(this::pod);
  }

  /** The same incident, as others may see it. */
  public static RecordedIncident of(RecordedIncident incident) {
    JsonNode tree = JSON.valueToTree(incident);
    JsonNode redacted = new RedactedRecording(incident.evidence()).redacted("", tree, "");
    try {
      return JSON.treeToValue(redacted, RecordedIncident.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What is redacted is no recording any more", e);
    }
  }

  private void node(String name) {
    if (name != null) {
      names.of("node", name);
    }
  }

  /** Its revision is its end, by which pods are told. */
  private void replicaSet(String name) {
    int end = name.lastIndexOf('-');
    if (end < 0) {
      return;
    }
    String deployment = names.of("app", name.substring(0, end));
    String revision = names.of("revision", name.substring(end + 1), number -> "r" + number);
    names.choose(name, deployment + "-" + revision);
  }

  private void pod(PodState pod) {
    names.of("pod", pod.name());
    if (pod.revision() != null) {
      names.of("revision", pod.revision(), number -> "r" + number);
    }
  }

  private static String before(String text, String part) {
    return text.substring(0, text.lastIndexOf(part));
  }

  /**
   * @param part of the evidence; empty outside of it
   */
  private JsonNode redacted(String field, JsonNode node, String part) {
    if (node instanceof ObjectNode object) {
      ObjectNode all = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(
              it ->
                  all.set(
                      field.equals(FIGURES) && part.equals(DATABASE_FIGURES.name())
                          ? text.of(it.getKey())
                          : it.getKey(),
                      redacted(
                          it.getKey(),
                          it.getValue(),
                          field.equals("evidence") ? it.getKey() : part)));
      return all;
    }
    if (node instanceof ArrayNode list) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      list.forEach(it -> all.add(redacted(field, it, part)));
      return all;
    }
    return node.isTextual() ? TextNode.valueOf(word(field, node.textValue(), part)) : node;
  }

  private String word(String field, String value, String part) {
    if (OWN_WORDS.contains(field) && OWN_WORD.matcher(value).matches()) {
      return value;
    }
    return switch (field) {
      case "image", "images", "imageId" -> images.of(value);
      case "name" ->
          part.equals(ALERTS.name()) ? new RedactedAlertName(names).of(value) : text.of(value);
      default -> text.of(value);
    };
  }
}
