package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Obstacle;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who owns an object, by what they leave on it. Whoever deploys it writes over what is changed here
 * with the next deployment; some put it back within seconds. Each is named with the place where the
 * change stays.
 */
final class Owners {

  private static final String PUTS_BACK =
      "it may put back at once what others write, so that this change does not stay";
  private static final String WRITES_AGAIN = "its next deployment writes over what is changed here";
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** Labels and annotations, each with the tool that writes it; {@code %s} is what it says. */
  private static final List<Sign> SIGNS =
      List.of(
          new Sign(
              "argocd.argoproj.io/tracking-id",
              "Argo CD (application %s)",
              PUTS_BACK,
              "make it in the Git repository of the application; until then: argocd app set %s"
                  + " --self-heal=false, or argocd app rollback %s"),
          new Sign(
              "argocd.argoproj.io/instance",
              "Argo CD (application %s)",
              PUTS_BACK,
              "make it in the Git repository of the application; until then: argocd app set %s"
                  + " --self-heal=false, or argocd app rollback %s"),
          new Sign(
              "kustomize.toolkit.fluxcd.io/name",
              "Flux (Kustomization %s)",
              PUTS_BACK,
              "make it in its Git repository; until then: flux suspend kustomization %s"),
          new Sign(
              "helm.toolkit.fluxcd.io/name",
              "Flux (HelmRelease %s)",
              PUTS_BACK,
              "make it in its Git repository; until then: flux suspend helmrelease %s"),
          new Sign(
              "scaledobject.keda.sh/name",
              "KEDA (ScaledObject %s)",
              PUTS_BACK,
              "make it there: kubectl edit scaledobject %s"),
          new Sign(
              "meta.helm.sh/release-name",
              "Helm (release %s)",
              WRITES_AGAIN,
              "make it in the values of the release, or: helm rollback %s"),
          new Sign(
              "kapp.k14s.io/app", "kapp (app %s)", WRITES_AGAIN, "make it in what kapp deploys"),
          new Sign(
              "configmanagement.gke.io/managed",
              "Config Sync (%s)",
              PUTS_BACK,
              "make it in its Git repository"),
          new Sign(
              "objectset.rio.cattle.io/id",
              "Rancher (%s)",
              PUTS_BACK,
              "make it in what Rancher deploys"),
          new Sign(
              "olm.owner",
              "the Operator Lifecycle Manager (%s)",
              PUTS_BACK,
              "make it in the operator's subscription"),
          new Sign(
              "addonmanager.kubernetes.io/mode",
              "the addon manager (%s)",
              PUTS_BACK,
              "make it in the addon's manifest"),
          new Sign(
              "crossplane.io/composite",
              "Crossplane (composite %s)",
              PUTS_BACK,
              "make it in the composite resource"));

  /** Field managers, by the beginnings of their names. */
  private static final List<Sign> MANAGERS =
      List.of(
          new Sign("argocd", "Argo CD (%s)", PUTS_BACK, "make it in its Git repository"),
          new Sign("kustomize-controller", "Flux (%s)", PUTS_BACK, "make it in its Git repository"),
          new Sign("helm-controller", "Flux (%s)", PUTS_BACK, "make it in its Git repository"),
          new Sign("helm", "Helm (%s)", WRITES_AGAIN, "make it in the values of the release"),
          new Sign("keda", "KEDA (%s)", PUTS_BACK, "make it in the ScaledObject"),
          new Sign("terraform", "Terraform (%s)", WRITES_AGAIN, "make it in its configuration"),
          new Sign("hashicorp", "Terraform (%s)", WRITES_AGAIN, "make it in its configuration"),
          new Sign("pulumi", "Pulumi (%s)", WRITES_AGAIN, "make it in its program"));

  /** People at a shell, Kubernetes itself, and the runbook. */
  private static final List<String> NO_OWNERS =
      List.of("kubectl", "kube-", "before-first-apply", FieldManagers.OURS);

  private Owners() {}

  /**
   * @param patch of the change that is planned: whoever wrote the fields that it touches is named
   */
  static List<Obstacle> of(ChangeTarget target, JsonNode object, String patchType, JsonNode patch) {
    List<Owner> owners = new ArrayList<>();
    SIGNS.forEach(sign -> sign.on(object).ifPresent(owners::add));
    references(target, object).forEach(owners::add);
    for (FieldManagers.Writer writer : FieldManagers.writersOf(object, patchType, patch)) {
      byManager(writer).ifPresent(owners::add);
    }
    String managedBy = object.at("/metadata/labels").path(MANAGED_BY).asText();
    if (owners.isEmpty() && !managedBy.isEmpty()) {
      owners.add(new Owner(managedBy + " (" + MANAGED_BY + ")", WRITES_AGAIN, "make it there"));
    }
    List<String> tools = new ArrayList<>();
    List<Obstacle> found = new ArrayList<>();
    for (Owner owner : owners) {
      if (!tools.contains(owner.tool())) {
        tools.add(owner.tool());
        found.add(
            isKedaOfAnAutoscaler(target, owner)
                ? Obstacle.forbidding(kedaInstead(target, owner, patch))
                : Obstacle.warning(owner.sentence(target)));
      }
    }
    return found;
  }

  private static List<Owner> references(ChangeTarget target, JsonNode object) {
    List<Owner> owners = new ArrayList<>();
    for (JsonNode reference : object.at("/metadata/ownerReferences")) {
      String kind = reference.path("kind").asText();
      String name = reference.path("name").asText();
      boolean keda = kind.equals("ScaledObject");
      owners.add(
          new Owner(
              (keda ? "KEDA" : kind) + " (" + kind + " " + name + ")",
              PUTS_BACK,
              "make it there: kubectl edit "
                  + kind.toLowerCase()
                  + " "
                  + name
                  + " -n "
                  + target.namespace()));
    }
    return owners;
  }

  private static Optional<Owner> byManager(FieldManagers.Writer writer) {
    String name = writer.manager();
    if (NO_OWNERS.stream().anyMatch(name::startsWith)) {
      return Optional.empty();
    }
    return Optional.of(
        MANAGERS.stream()
            .filter(it -> name.toLowerCase().startsWith(it.key()))
            .findFirst()
            .map(it -> it.owner(name))
            .orElseGet(
                () ->
                    new Owner(
                        name + " (field manager, last at " + writer.at() + ")",
                        "where it is a controller or a pipeline, it writes it again",
                        "make it there")));
  }

  /** KEDA writes the autoscaler anew whenever it is not as the ScaledObject says. */
  private static boolean isKedaOfAnAutoscaler(ChangeTarget target, Owner owner) {
    return target.resource().equals(ChangeTarget.AUTOSCALERS) && owner.tool().equals("KEDA");
  }

  private static String kedaInstead(ChangeTarget target, Owner owner, JsonNode patch) {
    String name = owner.name().replaceFirst("^KEDA \\((?:ScaledObject )?(.*)\\)$", "$1");
    JsonNode spec = patch.path("spec");
    List<String> counts = new ArrayList<>();
    if (spec.has("minReplicas")) {
      counts.add("\"minReplicaCount\":" + spec.path("minReplicas"));
    }
    if (spec.has("maxReplicas")) {
      counts.add("\"maxReplicaCount\":" + spec.path("maxReplicas"));
    }
    return "%s owns %s and writes its replicas anew, so that this change would not stay; make it there: kubectl patch scaledobject %s -n %s --type=merge -p '{\"spec\":{%s}}'"
        .formatted(
            owner.name(),
            target.inKubectlsWords(),
            name,
            target.namespace(),
            String.join(",", counts));
  }

  /**
   * @param name the tool, and in brackets what of it
   */
  private record Owner(String name, String does, String instead) {

    String tool() {
      return name.replaceFirst(" \\(.*$", "");
    }

    String sentence(ChangeTarget target) {
      return "%s writes %s: %s. To make the change for good, %s"
          .formatted(name, target.inKubectlsWords(), does, instead);
    }
  }

  private record Sign(String key, String name, String does, String instead) {

    Optional<Owner> on(JsonNode object) {
      for (String map : List.of("annotations", "labels")) {
        String value = object.path("metadata").path(map).path(key).asText();
        if (!value.isEmpty()) {
          // Argo CD's tracking id goes on with what of the application it is
          return Optional.of(owner(value.replaceFirst(":.*$", "")));
        }
      }
      return Optional.empty();
    }

    Owner owner(String value) {
      return new Owner(name.replace("%s", value), does, instead.replace("%s", value));
    }
  }
}
