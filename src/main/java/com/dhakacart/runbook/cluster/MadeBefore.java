package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Sees in an object that a change is made already. */
public final class MadeBefore {

  private MadeBefore() {}

  /**
   * Carries the change's mark; or somebody else made the very same change, as a person does who is
   * quicker than the approval: made again it could only be a drift, and a rollback planned anew
   * would lead back to the release that they left. A scale carries no mark, since its sub-resource
   * has no annotations. Another object of the same name says nothing of it.
   */
  public static Optional<Instant> at(Change change, String incident, JsonNode object) {
    if (!change.isOf(object.at("/metadata/uid").asText())) {
      return Optional.empty();
    }
    Optional<Instant> marked =
        ChangeMarks.madeAt(ChangeMarks.annotations(object), incident, change.id());
    return marked.isPresent() || !isThere(change, object)
        ? marked
        : Optional.of(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static boolean isThere(Change change, JsonNode object) {
    if (change.kind() == ChangeKind.RESTART || change.kind() == ChangeKind.PROBE) {
      return false;
    }
    JsonNode after = Patches.applied(object, change.patchType(), Patches.parse(change.patch()));
    return !ChangeTarget.of(change).scale() && Fingerprint.dependsOnTemplate(change.kind())
        ? template(after).equals(template(object))
        : after.equals(object);
  }

  private static JsonNode template(JsonNode object) {
    return Templates.withoutMarks(object.at("/spec/template"));
  }
}
