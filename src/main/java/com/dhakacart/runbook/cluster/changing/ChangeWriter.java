package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.cluster.Admitted;
import com.dhakacart.runbook.cluster.ApiFailure;
import com.dhakacart.runbook.cluster.ApiServer;
import com.dhakacart.runbook.cluster.AsLeft;
import com.dhakacart.runbook.cluster.ChangeMarks;
import com.dhakacart.runbook.cluster.ChangeTarget;
import com.dhakacart.runbook.cluster.ClusterSettings;
import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.Fingerprint;
import com.dhakacart.runbook.cluster.MadeBefore;
import com.dhakacart.runbook.cluster.Patches;
import com.dhakacart.runbook.cluster.RevisionHistory;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes a change exactly as approved, once: the object is read, compared with the plan, and written
 * in a request that holds only for the version that was read. Right before that, each time, the
 * approval is asked; a change that the object shows to be made is found without it, and nothing is
 * written.
 */
@Component
class ChangeWriter {

  private final ApiServer api;
  private final ChangingAccount account;
  private final ClusterSettings settings;

  ChangeWriter(ApiServer api, ChangingAccount account, ClusterSettings settings) {
    this.api = api;
    this.account = account;
    this.settings = settings;
  }

  AppliedChange make(ApprovedUse use) {
    Change change = use.change();
    String incident = use.incident();
    ChangeTarget target = ChangeTarget.of(change);
    JsonNode patch = Patches.parse(change.patch());
    for (int attempt = 0; attempt <= settings.conflictRetries(); attempt++) {
      JsonNode object = read(target, change);
      Optional<Instant> madeBefore = MadeBefore.at(change, incident, object);
      if (madeBefore.isPresent()) {
        return new AppliedChange(change, madeBefore.get(), result(target, change), true);
      }
      mustBeAsPlanned(change, target, object, patch);
      mustBeAsLeft(use, target, object);
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      JsonNode bound = bound(change, incident, target, object, patch, now);
      use.begin(change);
      Optional<JsonNode> written = written(target, change, bound, object);
      if (written.isPresent()) {
        return applied(target, change, now, object, written.get());
      }
    }
    throw new ClusterUnavailable(
        target.inKubectlsWords()
            + " was written by others again and again while the change was being made; it is tried"
            + " again",
        null);
  }

  private static JsonNode bound(
      Change change,
      String incident,
      ChangeTarget target,
      JsonNode object,
      JsonNode patch,
      Instant now) {
    String marks =
        target.scale()
            ? null
            : ChangeMarks.with(ChangeMarks.annotations(object), incident, change.id(), now);
    return Patches.boundTo(
        version(object), change.patchType(), patch, ChangeMarks.ANNOTATION, marks);
  }

  /** What the cluster's own answer shows to be made, which it may do otherwise than it tried. */
  private static AppliedChange applied(
      ChangeTarget target, Change change, Instant now, JsonNode before, JsonNode answered) {
    JsonNode patch = Patches.parse(change.patch());
    Admitted admitted = Admitted.of(change.kind(), before, change.patchType(), patch, answered);
    String result = result(target, change);
    if (admitted.isWhole()) {
      return new AppliedChange(change, now, result, false);
    }
    String instead = admitted.inWords();
    String otherwise = result + ", and the cluster made " + instead;
    return admitted.isWithoutEffect()
        ? new AppliedChange(change, now, otherwise, false, instead)
        : new AppliedChange(
            change.asMade(Patches.asTaken(answered, change.patchType(), patch).toString()),
            now,
            otherwise,
            false);
  }

  /**
   * @return the object as it is written; empty when something else wrote to it in between
   */
  private Optional<JsonNode> written(
      ChangeTarget target, Change change, JsonNode patch, JsonNode object) {
    try {
      return Optional.of(account.patch(target.path(), change.patchType(), patch));
    } catch (ApiFailure e) {
      if (e.code() == ApiFailure.CONFLICT || isFailedTest(e, target, change, object)) {
        return Optional.empty();
      }
      throw refused(target, change, e);
    }
  }

  /** The condition in a JSON patch fails with 422, which is also what an invalid object gets. */
  private boolean isFailedTest(
      ApiFailure failure, ChangeTarget target, Change change, JsonNode object) {
    return failure.code() == ApiFailure.INVALID
        && Patches.JSON_PATCH.equals(change.patchType())
        && !version(read(target, change)).equals(version(object));
  }

  private JsonNode read(ChangeTarget target, Change change) {
    try {
      return api.get(target.path());
    } catch (ApiFailure e) {
      throw refused(target, change, e);
    }
  }

  private void mustBeAsPlanned(
      Change change, ChangeTarget target, JsonNode object, JsonNode patch) {
    mustBeTheSame(change, target, object);
    JsonNode fields = Fingerprint.fields(change.kind(), object, change.patchType(), patch);
    if (!Fingerprint.of(fields).equals(change.digest())) {
      throw new ChangeDrifted(
          target.inKubectlsWords()
              + " has changed since the change was planned ("
              + whatChanged(change, target, object, fields)
              + "); plan and approve it again");
    }
  }

  /** It may have been deleted and made again, or the kubeconfig lead to another cluster since. */
  private static void mustBeTheSame(Change planned, ChangeTarget target, JsonNode object) {
    String uid = object.at("/metadata/uid").asText();
    if (!planned.isOf(uid)) {
      throw new ChangeDrifted(
          "%s is another object by now: its uid was %s when %s was planned, and is %s; plan and approve it again, and where nobody made it anew, look where runbook.cluster.* leads"
              .formatted(target.inKubectlsWords(), planned.uid(), planned.id(), uid));
    }
  }

  /**
   * @throws ChangeDrifted when others have written since to what it undoes
   */
  static void mustBeAsLeft(ApprovedUse use, ChangeTarget target, JsonNode object) {
    use.undone()
        .ifPresent(
            made -> {
              mustBeTheSame(made, target, object);
              List<String> differences = AsLeft.differences(made, use.change(), object);
              if (!differences.isEmpty()) {
                throw new ChangeDrifted(
                    target.inKubectlsWords()
                        + " is not as "
                        + made.id()
                        + " left it ("
                        + names(differences)
                        + "), so that its undo is not the one that was shown; where it is wanted"
                        + " all the same, type: "
                        + use.change().command());
              }
            });
  }

  private String whatChanged(Change change, ChangeTarget target, JsonNode object, JsonNode fields) {
    if (!Fingerprint.dependsOnTemplate(change.kind())) {
      return names(Fingerprint.differences(Patches.parse(change.undoPatch()), fields));
    }
    return planned(change, target, object, fields)
            .map(planned -> names(Fingerprint.differences(planned, fields)))
            .orElse(
                change.kind() == ChangeKind.PROBE
                    ? "its strategy, whether its rollout is paused, or its pod template"
                    : "its pod template")
        + ", now revision "
        + object.at("/metadata/annotations").path(RevisionHistory.REVISION).asText("unknown");
  }

  /**
   * What takes a rollback back is what was planned on; else a ReplicaSet keeps the template, as
   * long as the history goes back.
   */
  private Optional<JsonNode> planned(
      Change change, ChangeTarget target, JsonNode object, JsonNode fields) {
    if (change.kind() == ChangeKind.ROLL_BACK) {
      return Optional.of(beforeIt(change, object));
    }
    try {
      for (JsonNode one :
          api.get(ChangeTarget.list(target.namespace(), "replicasets")).path("items")) {
        JsonNode then = Fingerprint.withTemplate(fields, one.at("/spec/template"));
        if (OwnedReplicaSets.isOwner(object, one) && Fingerprint.of(then).equals(change.digest())) {
          return Optional.of(then);
        }
      }
      return Optional.empty();
    } catch (ApiFailure | ClusterUnavailable e) {
      return Optional.empty();
    }
  }

  private static JsonNode beforeIt(Change change, JsonNode object) {
    JsonNode before =
        Patches.applied(object, change.patchType(), Patches.parse(change.undoPatch()));
    return Fingerprint.fields(
        change.kind(), before, change.patchType(), Patches.parse(change.patch()));
  }

  private static String names(List<String> paths) {
    return String.join(", ", paths.subList(0, Math.min(5, paths.size())))
        + (paths.size() > 5 ? " and " + (paths.size() - 5) + " more" : "");
  }

  private static ChangeRefused refused(ChangeTarget target, Change change, ApiFailure failure) {
    return new ChangeRefused(
        "The cluster refused to change "
            + target.inKubectlsWords()
            + " ("
            + failure.code()
            + ": "
            + failure.getMessage()
            + (failure.isMissingRight() || failure.code() == ApiFailure.NOT_FOUND
                ? "); with an account that may, type: "
                : "); what it asks for has to be met first, or the rule changed by who owns it; then"
                    + " type: ")
            + change.command(),
        failure);
  }

  private static String result(ChangeTarget target, Change change) {
    return target.inKubectlsWords() + " " + participle(change);
  }

  private static String participle(Change change) {
    return switch (change.kind()) {
      case RESTART -> "restarted";
      case ROLL_BACK -> "rolled back";
      case PROBE -> change.undoes() == null ? "restarted" : "patched";
      case PAUSE_ROLLOUT -> change.undoes() == null ? "paused" : "resumed";
      case RESUME_ROLLOUT -> "resumed";
      case RAISE_LIMITS, SCALE_OUT, DEGRADE ->
          ChangeTarget.of(change).scale() ? "scaled" : "patched";
    };
  }

  private static String version(JsonNode object) {
    return object.at("/metadata/resourceVersion").asText();
  }
}
