package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Whether an undo would take back what a change of the runbook left, and nothing that others wrote
 * since: then it is the one that was shown when it was decided.
 */
public final class AsLeft {

  private static final String TEMPLATE = "spec.template";

  private AsLeft() {}

  /**
   * What stands there otherwise than the change left it, by path: of what its undo writes over, or
   * of the pod template, where the undo rolls the pods.
   *
   * @param undo of {@code made}
   * @param object as it is when the undo is made to it
   * @return empty when the change made again after its undo gives what stands there, and the undo
   *     leads back to what the change was planned on
   */
  public static List<String> differences(Change made, Change undo, JsonNode object) {
    JsonNode undone = patched(object, undo);
    List<String> differences =
        differences(fields(object), fields(undone), fields(patched(undone, made)));
    if (differences.isEmpty() && !isWhatItWasPlannedOn(made, undone)) {
      differences.add(TEMPLATE);
    }
    return differences;
  }

  private static List<String> differences(
      Map<String, String> now, Map<String, String> undone, Map<String, String> left) {
    TreeSet<String> paths = new TreeSet<>(now.keySet());
    paths.addAll(undone.keySet());
    List<String> differences = new ArrayList<>();
    for (String path : paths) {
      if (!FlatFields.areSame(path, now.get(path), undone.get(path))
          && !FlatFields.areSame(path, now.get(path), left.get(path))) {
        differences.add(path);
      }
    }
    return differences;
  }

  /** The digest is of more than what is written where the change rolls the pods. */
  private static boolean isWhatItWasPlannedOn(Change made, JsonNode undone) {
    if (!Fingerprint.dependsOnTemplate(made.kind())) {
      return true;
    }
    JsonNode then = undone.deepCopy();
    if (made.kind() == ChangeKind.PROBE) {
      then.<ObjectNode>withObject("/spec").remove("paused"); // given back last of all
    }
    return Fingerprint.of(
            Fingerprint.fields(made.kind(), then, made.patchType(), Patches.parse(made.patch())))
        .equals(made.digest());
  }

  private static JsonNode patched(JsonNode object, Change change) {
    return Patches.applied(object, change.patchType(), Patches.parse(change.patch()));
  }

  /** What people write; the rest is Kubernetes' own, or marks. */
  private static Map<String, String> fields(JsonNode object) {
    ObjectNode fields = object.deepCopy();
    fields.remove(List.of("metadata", "status"));
    if (object.at("/metadata/annotations") instanceof ObjectNode annotations) {
      fields
          .putObject("metadata")
          .set("annotations", annotations.deepCopy().remove(RevisionHistory.STAYS_IN_A_ROLLBACK));
    }
    if (fields.path("spec") instanceof ObjectNode spec && spec.path("template").isObject()) {
      spec.set("template", Templates.withoutMarks(spec.path("template")));
    }
    return FlatFields.of(fields);
  }
}
