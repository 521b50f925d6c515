package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.cluster.Admitted;
import com.dhakacart.runbook.cluster.ApiExchange;
import com.dhakacart.runbook.cluster.ApiFailure;
import com.dhakacart.runbook.cluster.ChangeTarget;
import com.dhakacart.runbook.cluster.Fingerprint;
import com.dhakacart.runbook.cluster.Patches;
import com.dhakacart.runbook.cluster.TemplateChanges;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Turns a patch into a change that can be shown, checked and undone. */
@Component
class ChangePlanner {

  private final ChangingAccount account;

  ChangePlanner(ChangingAccount account) {
    this.account = account;
  }

  /**
   * @param object what the patch would be made to, as it is now
   * @throws ChangeRefused when the API server would not take the patch, or would take it and leave
   *     out what it asks for
   */
  Change plan(ChangeTarget target, JsonNode object, Draft draft) {
    try {
      ApiExchange.Reply answer = account.dryRun(target.path(), draft.patchType(), draft.patch());
      return tried(target, object, draft, answer);
    } catch (ApiFailure e) {
      if (saysNothingAboutTheChange(e)) {
        return computed(target, object, draft);
      }
      throw new ChangeDenied(
          "The cluster would not take the change ("
              + e.getMessage()
              + "); what it asks for has to be met first, or the rule changed by who owns it; then: "
              + draft.command(),
          e);
    }
  }

  /**
   * Plans what is made after other changes. The API server can try a patch on the object as it is
   * now only: it does where the others touch nothing that this one depends on.
   *
   * @param object what the patch would be made to, as the others leave it
   */
  Change planAhead(ChangeTarget target, JsonNode now, JsonNode object, Draft draft) {
    return draft.dependsOn(object).equals(draft.dependsOn(now))
        ? plan(target, now, draft)
        : computed(target, object, draft);
  }

  private static Change change(ChangeTarget target, JsonNode object, Draft draft, Outlook outlook) {
    JsonNode undo =
        draft.undoPatch() == null
            ? Patches.inverse(object, draft.patchType(), draft.patch())
            : draft.undoPatch();
    JsonNode fields = Fingerprint.fields(draft.kind(), object, draft.patchType(), draft.patch());
    return new Change(
        draft.id(),
        draft.kind(),
        target.namespace(),
        target.resource(),
        target.name(),
        draft.patchType(),
        draft.patch().toString(),
        undo.toString(),
        draft.command(),
        draft.undoCommand() == null
            ? Kubectl.patch(target, draft.patchType(), undo)
            : draft.undoCommand(),
        ObjectDiff.of(target.singular() + "/" + target.name(), object, outlook.object()),
        outlook.fromServer(),
        Fingerprint.of(fields),
        draft.temporary(),
        draft.undoes(),
        TemplateChanges.between(object.at("/spec/template"), outlook.object().at("/spec/template"))
            .inWords(),
        outlook.warnings(),
        object.at("/metadata/uid").asText(null));
  }

  /** What the plan asks for is what the API server would make of it. */
  private static Change tried(
      ChangeTarget target, JsonNode object, Draft draft, ApiExchange.Reply answer) {
    mustBeTheSame(target, object, answer.body());
    List<String> warnings = new ArrayList<>();
    answer.warnings().forEach(it -> warnings.add("The API server warns: " + it));
    Admitted admitted =
        Admitted.of(draft.kind(), object, draft.patchType(), draft.patch(), answer.body());
    if (admitted.isWhole()) {
      return change(target, object, draft, new Outlook(answer.body(), true, warnings));
    }
    // a probe by another strategy would not be one
    boolean needsAll = draft.kind() == ChangeKind.PROBE;
    if (needsAll || admitted.isWithoutEffect() || admitted.isAgainst()) {
      throw new ChangeDenied(
          "The cluster would take the change of "
              + target.inKubectlsWords()
              + " and leave it without its effect: a mutating policy or webhook makes "
              + admitted.inWords()
              + "; ask who owns that one to let it through (kubectl get"
              + " mutatingwebhookconfigurations names what may change an object), then: "
              + draft.command(),
          null);
    }
    warnings.add(
        "A mutating policy or webhook of the cluster makes something else of a part of it: "
            + admitted.inWords()
            + "; where that is not enough, ask who owns that one");
    JsonNode taken = Patches.asTaken(answer.body(), draft.patchType(), draft.patch());
    return change(target, object, draft.asking(taken), new Outlook(answer.body(), true, warnings));
  }

  /** Two accounts may have two kubeconfigs, and an object of this name be in both clusters. */
  private static void mustBeTheSame(ChangeTarget target, JsonNode seen, JsonNode answered) {
    String here = seen.at("/metadata/uid").asText();
    String there = answered.at("/metadata/uid").asText();
    if (!here.equals(there)) {
      throw new ChangeRefused(
          "%s has the uid %s where the runbook looks, and %s where it would change it: runbook.cluster.* and runbook.cluster.changes.* lead to two clusters; correct them. Where somebody has just made it anew, plan again"
              .formatted(target.inKubectlsWords(), here, there));
    }
  }

  private static Change computed(ChangeTarget target, JsonNode object, Draft draft) {
    JsonNode after = Patches.applied(object, draft.patchType(), draft.patch());
    return change(target, object, draft, new Outlook(after, false, List.of()));
  }

  /**
   * The account has no right to try, or an admission webhook cannot only try. A policy denies with
   * the same code as a missing right does, and in other words: its no holds for everybody.
   */
  private static boolean saysNothingAboutTheChange(ApiFailure failure) {
    return failure.isMissingRight()
        || (failure.code() == 400 && failure.getMessage().contains("dry run"));
  }

  /**
   * @param undoPatch null for the present values of the fields that the patch touches
   * @param undoCommand null for a kubectl patch that does the same as the undo patch
   * @param undoes id of the change that it takes back; null where it takes none back
   */
  record Draft(
      String id,
      ChangeKind kind,
      String patchType,
      JsonNode patch,
      JsonNode undoPatch,
      String command,
      String undoCommand,
      boolean temporary,
      String undoes) {

    Draft(
        String id,
        ChangeKind kind,
        String patchType,
        JsonNode patch,
        String command,
        String undoCommand,
        boolean temporary,
        String undoes) {
      this(id, kind, patchType, patch, null, command, undoCommand, temporary, undoes);
    }

    private Draft asking(JsonNode patch) {
      return new Draft(
          id, kind, patchType, patch, undoPatch, command, undoCommand, temporary, undoes);
    }

    /** What must be the same for the draft to be the same change: what it writes, and goes by. */
    private List<JsonNode> dependsOn(JsonNode object) {
      return List.of(
          Patches.inverse(object, patchType, patch),
          Fingerprint.fields(kind, object, patchType, patch));
    }
  }

  private record Outlook(JsonNode object, boolean fromServer, List<String> warnings) {}
}
