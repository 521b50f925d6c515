package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Reversal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether what was changed is still so. What a later change of ours wrote over is no reversal, nor
 * is more than was asked for, or a newer restart.
 */
@Component
class Standing {

  private static final List<String> AMOUNTS =
      List.of("replicas", "minReplicas", "maxReplicas", "cpu", "memory", "ephemeral-storage");

  private final ApiServer api;

  Standing(ApiServer api) {
    this.api = api;
  }

  /**
   * @param inEffect newest first
   */
  List<Reversal> reversed(List<Change> inEffect) {
    List<Reversal> reversals = new ArrayList<>();
    for (int i = 0; i < inEffect.size(); i++) {
      reversed(inEffect.get(i), inEffect.subList(0, i)).ifPresent(reversals::add);
    }
    return reversals;
  }

  private Optional<Reversal> reversed(Change change, List<Change> newer) {
    ChangeTarget target = ChangeTarget.of(change).object();
    JsonNode live = api.get(target.path());
    JsonNode patch = Patches.parse(change.patch());
    JsonNode after = Patches.applied(live, change.patchType(), patch);
    if (stands(change, live, after)) {
      return Optional.empty();
    }
    List<Change> oldestFirst = new ArrayList<>(newer);
    Collections.reverse(oldestFirst);
    JsonNode overwritten = target.after(oldestFirst, live);
    JsonNode both = target.after(oldestFirst, after);
    if (relevant(change, both).equals(relevant(change, overwritten))) {
      return Optional.empty();
    }
    Optional<FieldManagers.Writer> by = FieldManagers.lastWriterOf(live, change.patchType(), patch);
    return Optional.of(
        new Reversal(
            change.id(),
            Fingerprint.differences(relevant(change, after), relevant(change, live)),
            by.map(FieldManagers.Writer::manager).orElse(null),
            by.map(FieldManagers.Writer::at).orElse(null)));
  }

  private static boolean stands(Change change, JsonNode live, JsonNode after) {
    return switch (change.kind()) {
      case RESTART, PROBE -> !restartedAt(live).isBefore(restartedAt(after));
      case RAISE_LIMITS, SCALE_OUT -> isNoLess(live, after);
      case ROLL_BACK, DEGRADE, RESUME_ROLLOUT ->
          relevant(change, after).equals(relevant(change, live));
      // whoever resumed it left the probe's strategy there
      case PAUSE_ROLLOUT -> !relevant(change, undone(change, live)).equals(relevant(change, live));
    };
  }

  private static JsonNode undone(Change change, JsonNode live) {
    return Patches.applied(live, change.patchType(), Patches.parse(change.undoPatch()));
  }

  /** What of the object a change of this kind is about; Kubernetes writes the rest itself. */
  private static JsonNode relevant(Change change, JsonNode object) {
    if (change.kind() == ChangeKind.ROLL_BACK || change.kind() == ChangeKind.RAISE_LIMITS) {
      return Templates.withoutMarks(object.at("/spec/template"));
    }
    ObjectNode relevant = object.deepCopy();
    relevant.remove(List.of("metadata", "status"));
    return relevant;
  }

  /** The beginning of time where it carries none; people's tools write it with other zones. */
  private static Instant restartedAt(JsonNode deployment) {
    String at =
        deployment.at("/spec/template/metadata/annotations").path(Templates.RESTARTED_AT).asText();
    return at.isEmpty() ? Instant.MIN : OffsetDateTime.parse(at).toInstant();
  }

  private static boolean isNoLess(JsonNode live, JsonNode wanted) {
    if (wanted.isObject()) {
      for (var field : wanted.properties()) {
        JsonNode there = live.path(field.getKey());
        boolean amount = AMOUNTS.contains(field.getKey()) && !there.isMissingNode();
        if (amount
            ? Quantities.isLess(there.asText(), field.getValue().asText())
            : !isNoLess(there, field.getValue())) {
          return false;
        }
      }
      return true;
    }
    if (wanted.isArray() && live.isArray() && live.size() == wanted.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        if (!isNoLess(live.get(i), wanted.get(i))) {
          return false;
        }
      }
      return true;
    }
    return live.equals(wanted);
  }
}
