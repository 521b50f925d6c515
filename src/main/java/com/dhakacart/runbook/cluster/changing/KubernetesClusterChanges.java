package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.cluster.ApiFailure;
import com.dhakacart.runbook.cluster.ApiServer;
import com.dhakacart.runbook.cluster.ChangeTarget;
import com.dhakacart.runbook.cluster.ClusterSettings;
import com.dhakacart.runbook.cluster.NamespaceNotAllowed;
import com.dhakacart.runbook.cluster.NotChangeable;
import com.dhakacart.runbook.cluster.Patches;
import com.dhakacart.runbook.cluster.PausedRollout;
import com.dhakacart.runbook.cluster.RevisionHistory;
import com.dhakacart.runbook.cluster.Templates;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Workload;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/**
 * Changes production as kubectl would: the same patches to the same places, so that its history and
 * its undo go on working.
 */
@Component
class KubernetesClusterChanges implements ClusterChanges {

  private final ApiServer api;
  private final ChangePlanner planner;
  private final ProbePlanner probes;
  private final ChangeWriter writer;
  private final ClusterSettings settings;

  KubernetesClusterChanges(
      ApiServer api,
      ChangePlanner planner,
      ProbePlanner probes,
      ChangeWriter writer,
      ClusterSettings settings) {
    this.api = api;
    this.planner = planner;
    this.probes = probes;
    this.writer = writer;
    this.settings = settings;
  }

  @Override
  public Change planRestart(Workload workload, String id) {
    ChangeTarget target = target(workload);
    String command = Kubectl.restart(target);
    JsonNode deployment = unpaused(target, read(target, command));
    ObjectNode patch = object();
    patch
        .putObject("spec")
        .putObject("template")
        .putObject("metadata")
        .putObject("annotations")
        .put(Templates.RESTARTED_AT, restartedNow());
    return planner.plan(
        target,
        deployment,
        new ChangePlanner.Draft(
            id, ChangeKind.RESTART, Patches.STRATEGIC, patch, command, null, false, null));
  }

  @Override
  public Probe planProbe(Workload workload, String idPrefix) {
    ChangeTarget target = target(workload);
    JsonNode deployment = unpaused(target, read(target, Kubectl.restart(target)));
    return probes.plan(target, deployment, restartedNow(), idPrefix);
  }

  /** RFC 3339 with a zone, and fixed when it is planned: a repeated step must not restart twice. */
  private static String restartedNow() {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
  }

  @Override
  public Change planRollBack(Workload workload, String id) {
    ChangeTarget target = target(workload);
    String byHand =
        "kubectl rollout undo deployment/" + target.name() + " -n " + target.namespace();
    Supplier<JsonNode> replicaSets =
        api.begin(ChangeTarget.list(target.namespace(), "replicasets"));
    JsonNode deployment = unpaused(target, read(target, byHand));
    PreviousRelease previous =
        PreviousRelease.of(workload, deployment, listed(replicaSets, target.namespace(), byHand));
    previous.mustRunOtherwiseThan(deployment);
    String current = deployment.at("/metadata/annotations").path(RevisionHistory.REVISION).asText();
    return planner.plan(
        target,
        deployment,
        new ChangePlanner.Draft(
            id,
            ChangeKind.ROLL_BACK,
            Patches.JSON_PATCH,
            previous.patch(deployment),
            Kubectl.rollBack(target, previous.revision(), previous.floor(deployment)),
            current.isEmpty() ? null : Kubectl.rollBack(target, Long.parseLong(current)),
            false,
            null));
  }

  @Override
  public List<Change> planLimits(Workload workload, Map<String, String> limits, String id) {
    ChangeTarget target = target(workload);
    JsonNode deployment = read(target, "kubectl edit deployment/" + target.name());
    Map<String, String> raised = raised(container(deployment, workload), limits);
    if (raised.isEmpty()) {
      return List.of();
    }
    ObjectNode patch = object();
    ObjectNode container =
        patch
            .putObject("spec")
            .putObject("template")
            .putObject("spec")
            .putArray("containers")
            .addObject()
            .put("name", workload.container());
    ObjectNode values = container.putObject("resources").putObject("limits");
    raised.forEach(values::put);
    return List.of(
        planner.plan(
            target,
            deployment,
            draft(target, id, ChangeKind.RAISE_LIMITS, Patches.STRATEGIC, patch, true)));
  }

  @Override
  public List<Change> planReplicas(Workload workload, int replicas, String id) {
    ChangeTarget deployment = target(workload);
    ChangeTarget scale =
        new ChangeTarget(deployment.namespace(), deployment.resource(), deployment.name(), true);
    String byHand = Kubectl.scale(deployment, replicas);
    if (read(deployment, byHand).at("/spec/replicas").asInt(1) >= replicas) {
      return List.of();
    }
    Optional<JsonNode> autoscaler = autoscaler(workload, byHand);
    if (autoscaler.isPresent()) {
      return planFloor(workload, autoscaler.get(), replicas, id);
    }
    ObjectNode patch = object();
    patch.putObject("spec").put("replicas", replicas);
    return List.of(
        planner.plan(
            scale,
            read(scale, byHand),
            draft(scale, id, ChangeKind.SCALE_OUT, Patches.MERGE, patch, true)));
  }

  @Override
  public Change planDegradation(
      Workload workload, String resource, String name, String mergePatch, String id) {
    mustAllow(workload.namespace());
    try {
      ChangeTarget target = new ChangeTarget(workload.namespace(), resource, name, false);
      return planDegradation(target, Patches.parse(mergePatch), id);
    } catch (NotChangeable e) {
      throw new ChangeRefused(e.getMessage(), e);
    }
  }

  private Change planDegradation(ChangeTarget target, JsonNode patch, String id) {
    String command = Kubectl.patch(target, Patches.MERGE, patch);
    JsonNode object = read(target, command);
    mustChange(target, object, Patches.MERGE, patch);
    mustNotShrink(target, object, Patches.applied(object, Patches.MERGE, patch));
    return planner.plan(
        target, object, draft(target, id, ChangeKind.DEGRADE, Patches.MERGE, patch, true));
  }

  @Override
  public List<Change> planUndo(List<Change> made, String idPrefix) {
    Map<ChangeTarget, JsonNode> now = new HashMap<>();
    List<Change> undos = new ArrayList<>();
    for (Change change : made) {
      mustAllow(change.namespace());
      JsonNode object =
          now.computeIfAbsent(
              ChangeTarget.of(change), target -> read(target, change.undoCommand()));
      planUndo(change, idPrefix + change.id(), object, undos).ifPresent(undos::add);
    }
    return undos.stream()
        .filter(undo -> changesSomething(undos, ChangeTarget.of(undo), now))
        .toList();
  }

  private Optional<Change> planUndo(Change made, String id, JsonNode now, List<Change> before) {
    ChangeTarget target = ChangeTarget.of(made);
    JsonNode object = target.after(before, now);
    JsonNode patch = Patches.parse(made.undoPatch());
    return isSoAlready(object, made.patchType(), patch)
        ? Optional.empty()
        : Optional.of(
            planner.planAhead(
                target,
                now,
                object,
                new ChangePlanner.Draft(
                    id,
                    made.kind(),
                    made.patchType(),
                    patch,
                    made.undoCommand(),
                    null,
                    false,
                    made.id())));
  }

  /** Somebody who scaled back by hand leaves nothing to do, however many steps led up. */
  private static boolean changesSomething(
      List<Change> undos, ChangeTarget target, Map<ChangeTarget, JsonNode> now) {
    return !target.after(undos, now.get(target)).equals(now.get(target));
  }

  @Override
  public void mustBeAsLeft(List<? extends ApprovedUse> uses) {
    Map<ChangeTarget, JsonNode> now = new HashMap<>();
    List<Change> before = new ArrayList<>();
    for (ApprovedUse use : uses) {
      if (use.undone().isPresent()) {
        Change undo = use.change();
        mustAllow(undo.namespace());
        ChangeTarget target = ChangeTarget.of(undo);
        JsonNode object = now.computeIfAbsent(target, it -> read(it, undo.command()));
        ChangeWriter.mustBeAsLeft(use, target, target.after(before, object));
        before.add(undo);
      }
    }
  }

  @Override
  public AppliedChange apply(ApprovedUse use) {
    mustAllow(use.change().namespace());
    return writer.make(use);
  }

  /** An autoscaler undoes a plain scale once its scale-down window has passed. */
  private List<Change> planFloor(Workload workload, JsonNode autoscaler, int replicas, String id) {
    JsonNode spec = autoscaler.path("spec");
    ObjectNode patch = object();
    ObjectNode floor = patch.putObject("spec");
    if (spec.path("minReplicas").asInt(1) < replicas) {
      floor.put("minReplicas", replicas);
    }
    if (spec.path("maxReplicas").asInt() < replicas) {
      floor.put("maxReplicas", replicas);
    }
    if (floor.isEmpty()) {
      return List.of();
    }
    ChangeTarget target =
        new ChangeTarget(
            workload.namespace(),
            ChangeTarget.AUTOSCALERS,
            autoscaler.at("/metadata/name").asText(),
            false);
    return List.of(
        planner.plan(
            target,
            read(target, Kubectl.patch(target, Patches.STRATEGIC, patch)),
            draft(target, id, ChangeKind.SCALE_OUT, Patches.STRATEGIC, patch, true)));
  }

  private Optional<JsonNode> autoscaler(Workload workload, String byHand) {
    JsonNode all;
    try {
      all = api.get(ChangeTarget.list(workload.namespace(), ChangeTarget.AUTOSCALERS));
    } catch (ApiFailure e) {
      if (e.code() == ApiFailure.NOT_FOUND) {
        return Optional.empty(); // autoscaling/v2 is not served, so nothing scales
      }
      throw refused("see whether an autoscaler owns " + workload.name(), e, byHand);
    }
    return StreamSupport.stream(all.path("items").spliterator(), false)
        .filter(one -> "Deployment".equals(one.at("/spec/scaleTargetRef/kind").asText()))
        .filter(one -> workload.deployment().equals(one.at("/spec/scaleTargetRef/name").asText()))
        .findFirst();
  }

  private static JsonNode container(JsonNode deployment, Workload workload) {
    for (JsonNode container : deployment.at("/spec/template/spec/containers")) {
      if (workload.container().equals(container.path("name").asText())) {
        return container;
      }
    }
    throw new ChangeRefused(workload.lacksContainer());
  }

  private static Map<String, String> raised(JsonNode container, Map<String, String> limits) {
    Map<String, String> raised = new TreeMap<>();
    limits.forEach(
        (resource, target) -> {
          JsonNode now = container.at("/resources/limits").path(resource);
          if (!now.isMissingNode() && isLess(now.asText(), target)) {
            raised.put(resource, target);
          }
        });
    return raised;
  }

  private static boolean isLess(String now, String target) {
    return new Quantity(now).getNumericalAmount().compareTo(amount(target)) < 0;
  }

  private static BigDecimal amount(String quantity) {
    try {
      return new Quantity(quantity).getNumericalAmount();
    } catch (IllegalArgumentException e) {
      throw new ChangeRefused(
          quantity + " is no Kubernetes quantity such as 1Gi or 1000m; correct the settings", e);
    }
  }

  private static void mustChange(
      ChangeTarget target, JsonNode object, String patchType, JsonNode patch) {
    if (isSoAlready(object, patchType, patch)) {
      throw new ChangeRefused(
          target.inKubectlsWords()
              + " is so already: there is nothing to change; choose another cause, or correct"
              + " runbook.remediation.degradation.patch");
    }
  }

  /** The settings may ask for anything; less of the service is no help for it. */
  private static void mustNotShrink(ChangeTarget target, JsonNode before, JsonNode after) {
    boolean fewer = after.at("/spec/replicas").asInt(1) < before.at("/spec/replicas").asInt(1);
    boolean smaller =
        !LimitFloor.of(before.at("/spec/template"), after.at("/spec/template")).isEmpty();
    if (fewer || smaller) {
      throw new ChangeRefused(
          target.inKubectlsWords()
              + " would get fewer replicas or smaller limits, which is never proposed; correct"
              + " runbook.remediation.degradation.patch");
    }
  }

  private static boolean isSoAlready(JsonNode object, String patchType, JsonNode patch) {
    return Patches.applied(object, patchType, patch).equals(object);
  }

  private static JsonNode unpaused(ChangeTarget target, JsonNode deployment) {
    PausedRollout.inTheWay(target, deployment)
        .ifPresent(
            it -> {
              throw new ChangeRefused(it);
            });
    return deployment;
  }

  private ChangeTarget target(Workload workload) {
    mustAllow(workload.namespace());
    return ChangeTarget.deployment(workload.namespace(), workload.deployment());
  }

  private void mustAllow(String namespace) {
    try {
      settings.mustAllow(namespace);
    } catch (NamespaceNotAllowed e) {
      throw new ChangeRefused(e.getMessage(), e);
    }
  }

  private JsonNode read(ChangeTarget target, String byHand) {
    try {
      return api.get(target.path());
    } catch (ApiFailure e) {
      throw refused("read " + target.inKubectlsWords(), e, byHand);
    }
  }

  private static JsonNode listed(Supplier<JsonNode> replicaSets, String namespace, String byHand) {
    try {
      return replicaSets.get().path("items");
    } catch (ApiFailure e) {
      throw refused("list replicasets in " + namespace, e, byHand);
    }
  }

  private static ChangeRefused refused(String what, ApiFailure failure, String byHand) {
    return new ChangeRefused(
        "The cluster does not let the runbook "
            + what
            + " ("
            + failure.code()
            + ": "
            + failure.getMessage()
            + "); with an account that may, type: "
            + byHand,
        failure);
  }

  private static ChangePlanner.Draft draft(
      ChangeTarget target,
      String id,
      ChangeKind kind,
      String patchType,
      JsonNode patch,
      boolean temporary) {
    return new ChangePlanner.Draft(
        id, kind, patchType, patch, Kubectl.patch(target, patchType, patch), null, temporary, null);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
