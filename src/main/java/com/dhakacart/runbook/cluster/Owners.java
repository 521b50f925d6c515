package com.dhakacart.runbook.cluster;

import static java.util.Collections.disjoint;

import com.dhakacart.runbook.incident.Obstacle;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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

  private static final String ARGO_CD = "argocd.argoproj.io/";

  /** Argo CD refuses to roll back what it syncs by itself. */
  private static final String ARGO_CDS_WAY =
      "make it in the Git repository of the application; until then, and before argocd app rollback"
          + " {name}, end its auto-sync: argocd app set {name} --sync-policy none (an ApplicationSet"
          + " that made the application begins it again)";

  /** Whoever deploys by Helm rolls it forward again. */
  private static final String HELM = "Helm";

  private static final Set<String> DEPLOY_BY_HELM = Set.of("Argo CD", "Flux", "Rancher");

  /** An addon that only has to exist, and what Config Sync is told to leave alone. */
  private static final Set<String> LEFT_TO_OTHERS = Set.of("EnsureExists", "disabled");

  /**
   * Labels and annotations, each with the tool that writes it; {@code {name}} is what it says, and
   * {@code {in}} the namespace for a command.
   */
  private static final List<Sign> SIGNS =
      List.of(
          new Sign(
              ARGO_CD + "tracking-id", "Argo CD (application {name})", PUTS_BACK, ARGO_CDS_WAY),
          new Sign(ARGO_CD + "instance", "Argo CD (application {name})", PUTS_BACK, ARGO_CDS_WAY),
          new Sign(
              "kustomize.toolkit.fluxcd.io/name",
              "kustomize.toolkit.fluxcd.io/namespace",
              "Flux (Kustomization {name})",
              PUTS_BACK,
              "make it in its source; until then: flux suspend kustomization {name}{in}"),
          new Sign(
              "helm.toolkit.fluxcd.io/name",
              "helm.toolkit.fluxcd.io/namespace",
              "Flux (HelmRelease {name})",
              PUTS_BACK,
              "make it in the HelmRelease's source; until then: flux suspend helmrelease {name}{in}"),
          new Sign(
              "scaledobject.keda.sh/name",
              "KEDA (ScaledObject {name})",
              PUTS_BACK,
              "make it there: kubectl edit scaledobject {name}{in}"),
          new Sign(
              "objectset.rio.cattle.io/id",
              "Rancher ({name})",
              PUTS_BACK,
              "make it in what Rancher deploys, with Fleet the Git repository of the bundle"),
          new Sign(
              "meta.helm.sh/release-name",
              "meta.helm.sh/release-namespace",
              HELM + " (release {name})",
              WRITES_AGAIN,
              "make it in the values of the release, or: helm rollback {name}{in}"),
          new Sign(
              "kapp.k14s.io/app",
              "kapp (app {name})",
              WRITES_AGAIN,
              "make it in what kapp deploys"),
          new Sign(
              "configmanagement.gke.io/managed",
              "Config Sync",
              PUTS_BACK,
              "make it in the source that it syncs"),
          new Sign(
              "olm.owner",
              "olm.owner.namespace",
              "the Operator Lifecycle Manager ({name})",
              PUTS_BACK,
              "make it in the ClusterServiceVersion (kubectl edit csv {name}{in}), and resources and"
                  + " environment in spec.config of the operator's Subscription"),
          new Sign(
              "addonmanager.kubernetes.io/mode",
              "the addon manager ({name})",
              PUTS_BACK,
              "make it in the addon's manifest"),
          new Sign(
              "crossplane.io/composite",
              "Crossplane (composite {name})",
              PUTS_BACK,
              "make it in the composite resource"));

  /** Field managers, by the beginnings of their names. */
  private static final List<Sign> MANAGERS =
      List.of(
          new Sign("argocd", "Argo CD ({name})", PUTS_BACK, "make it in its Git repository"),
          new Sign("kustomize-controller", "Flux ({name})", PUTS_BACK, "make it in its source"),
          new Sign("helm-controller", "Flux ({name})", PUTS_BACK, "make it in its source"),
          new Sign("helm", "Helm ({name})", WRITES_AGAIN, "make it in the values of the release"),
          new Sign("keda", "KEDA ({name})", PUTS_BACK, "make it in the ScaledObject"),
          new Sign("terraform", "Terraform ({name})", WRITES_AGAIN, "make it in its configuration"),
          new Sign("hashicorp", "Terraform ({name})", WRITES_AGAIN, "make it in its configuration"),
          new Sign("pulumi", "Pulumi ({name})", WRITES_AGAIN, "make it in its program"));

  /** People at a shell, Kubernetes itself, and the runbook. */
  private static final List<String> NO_OWNERS =
      List.of("kubectl", "kube-", "before-first-apply", FieldManagers.OURS);

  private Owners() {}

  /**
   * @param patch of the change that is planned: whoever wrote the fields that it touches is named
   */
  static List<Obstacle> of(ChangeTarget target, JsonNode object, String patchType, JsonNode patch) {
    List<Owner> owners = new ArrayList<>();
    SIGNS.forEach(sign -> sign.on(target, object).ifPresent(owners::add));
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
      boolean byAnother = owner.tool().equals(HELM) && !disjoint(tools, DEPLOY_BY_HELM);
      if (!tools.contains(owner.tool()) && !byAnother) {
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
      String group = reference.path("apiVersion").asText().replaceFirst("/.*$", "");
      owners.add(
          switch (group) {
            case "flagger.app" -> ofFlagger(target, name);
            case "serving.knative.dev" -> ofKnative(object, name);
            default ->
                new Owner(
                    "%s (%s %s)".formatted(kind.equals("ScaledObject") ? "KEDA" : kind, kind, name),
                    PUTS_BACK,
                    "make it there: kubectl edit %s %s -n %s"
                        .formatted(kind.toLowerCase(Locale.ROOT), name, target.namespace()));
          });
    }
    return owners;
  }

  /** The Deployment that serves is made from the one that the Canary names. */
  private static Owner ofFlagger(ChangeTarget target, String canary) {
    return new Owner(
        "Flagger (Canary %s)".formatted(canary),
        "its next promotion writes over what is changed here",
        "make it in deployment/%s, from which it promotes"
            .formatted(target.name().replaceFirst("-primary$", "")));
  }

  /** A Revision cannot be edited; a new one is made by its Service. */
  private static Owner ofKnative(JsonNode object, String revision) {
    String service = object.at("/metadata/labels").path("serving.knative.dev/service").asText();
    return new Owner(
        "Knative (Revision %s)".formatted(revision),
        PUTS_BACK,
        "make it in its Knative Service" + (service.isEmpty() ? "" : " " + service));
  }

  /** Not Kubernetes itself, the runbook, or somebody at a shell. */
  static boolean mayBeOne(String manager) {
    return NO_OWNERS.stream().noneMatch(manager::startsWith);
  }

  private static Optional<Owner> byManager(FieldManagers.Writer writer) {
    String name = writer.manager();
    if (!mayBeOne(name)) {
      return Optional.empty();
    }
    return Optional.of(
        MANAGERS.stream()
            .filter(it -> name.toLowerCase(Locale.ROOT).startsWith(it.key()))
            .findFirst()
            .map(it -> it.owner(name, ""))
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

  /**
   * @param namespaceKey where the tool says in which namespace its own object is; null for the one
   *     of what it owns
   */
  private record Sign(String key, String namespaceKey, String name, String does, String instead) {

    Sign(String key, String name, String does, String instead) {
      this(key, null, name, does, instead);
    }

    Optional<Owner> on(ChangeTarget target, JsonNode object) {
      String value = said(object, key);
      if (value.isEmpty() || LEFT_TO_OTHERS.contains(value)) {
        return Optional.empty();
      }
      String namespace = namespaceKey == null ? target.namespace() : said(object, namespaceKey);
      return Optional.of(
          owner(
              key.startsWith(ARGO_CD) ? application(value) : value,
              namespace.isEmpty() ? "" : " -n " + namespace));
    }

    private static String said(JsonNode object, String key) {
      String annotation = object.at("/metadata/annotations").path(key).asText();
      return annotation.isEmpty() ? object.at("/metadata/labels").path(key).asText() : annotation;
    }

    /**
     * As its commands take it. The tracking id goes on with what of the application it is; an
     * application outside of Argo CD's own namespace is {@code NAMESPACE_NAME} there, and no name
     * in Kubernetes has that character.
     */
    private static String application(String value) {
      return value.replaceFirst(":.*$", "").replaceFirst("_", "/");
    }

    Owner owner(String value, String in) {
      return new Owner(
          name.replace("{name}", value),
          does,
          instead.replace("{name}", value).replace("{in}", in));
    }
  }
}
