package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Obstacle;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnersTest {

  private static final ChangeTarget DEPLOYMENT = ChangeTarget.deployment("shop", "web");
  private static final JsonNode IMAGE =
      Patches.parse(
          "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"v1\"}]}}}}");

  @Test
  void gitOpsManagedDeployment_isItsApplications_andNoHelmRelease() throws IOException {
    JsonNode deployment =
        Patches.parse(
            Files.readString(
                Path.of("src/test/resources/field/05-gitops-managed-deployment.json")));
    assertThat(of(deployment))
        .singleElement()
        .satisfies(it -> assertThat(it.forbids()).isFalse())
        .satisfies(
            it ->
                assertThat(it.what())
                    .startsWith("Argo CD (application shop)")
                    .contains("Git repository", "argocd app set shop --sync-policy none")
                    .contains("before argocd app rollback shop"));
  }

  /** A namespace that is not told is none to guess: its command takes its own default then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          labels      | "kustomize.toolkit.fluxcd.io/name":"shop","kustomize.toolkit.fluxcd.io/namespace":"apps" | flux suspend kustomization shop -n apps
          labels      | "kustomize.toolkit.fluxcd.io/name":"shop"                                                | flux suspend kustomization shop
          labels      | "helm.toolkit.fluxcd.io/name":"shop","helm.toolkit.fluxcd.io/namespace":"apps"           | flux suspend helmrelease shop -n apps
          annotations | "meta.helm.sh/release-name":"shop","meta.helm.sh/release-namespace":"apps"               | helm rollback shop -n apps
          labels      | "scaledobject.keda.sh/name":"web"                                                        | kubectl edit scaledobject web -n shop
          labels      | "app.kubernetes.io/managed-by":"spinnaker"                                               | spinnaker (app.kubernetes.io/managed-by)
          labels      | "argocd.argoproj.io/instance":"shop"                                                     | argocd app set shop --sync-policy none
          labels      | "argocd.argoproj.io/instance":"team-a_shop"                                              | argocd app set team-a/shop --sync-policy none
          annotations | "argocd.argoproj.io/tracking-id":"team-a_shop:apps/Deployment:dhakacart/my_web"          | argocd app rollback team-a/shop,
          labels      | "olm.owner":"shop.v1","olm.owner.namespace":"operators"                                  | kubectl edit csv shop.v1 -n operators
          labels      | "addonmanager.kubernetes.io/mode":"Reconcile"                                            | the addon manager (Reconcile)
          """)
  void labelOrAnnotationOfATool_namesIt_andTheRightPlace(String map, String marks, String place) {
    assertThat(of(object("\"%s\":{%s}".formatted(map, marks))))
        .singleElement()
        .satisfies(
            it -> assertThat(it.what() + ",").containsPattern(Pattern.quote(place) + "(?! -n)"));
  }

  @ParameterizedTest
  @CsvSource({
    "labels, addonmanager.kubernetes.io/mode, EnsureExists",
    "annotations, configmanagement.gke.io/managed, disabled"
  })
  void toolLeavesItToOthers_isNoOwner(String map, String key, String value) {
    assertThat(of(object("\"%s\":{\"%s\":\"%s\"}".formatted(map, key, value)))).isEmpty();
  }

  /** They roll a release forward that somebody rolled back by Helm. */
  @ParameterizedTest
  @CsvSource({
    "labels, helm.toolkit.fluxcd.io/name, Flux (HelmRelease shop)",
    "labels, argocd.argoproj.io/instance, Argo CD (application shop)",
    "annotations, objectset.rio.cattle.io/id, Rancher (shop)"
  })
  void anotherDeploysByHelm_nobodyIsToldToRollBackByHelm(String map, String key, String owner) {
    assertThat(
            of(
                object(
                    "\"annotations\":{\"meta.helm.sh/release-name\":\"shop\"%s}%s"
                        .formatted(
                            map.equals("annotations") ? ",\"%s\":\"shop\"".formatted(key) : "",
                            map.equals("labels")
                                ? ",\"labels\":{\"%s\":\"shop\"}".formatted(key)
                                : ""))))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).startsWith(owner).doesNotContain("helm rollback"));
  }

  @ParameterizedTest
  @CsvSource({
    "flagger.app/v1beta1, Canary, Flagger (Canary shop), 'make it in deployment/web, from which it promotes'",
    "serving.knative.dev/v1, Revision, Knative (Revision shop), make it in its Knative Service",
    "keda.sh/v1alpha1, ScaledObject, KEDA (ScaledObject shop), kubectl edit scaledobject shop -n shop"
  })
  void ownerThatIsNotEdited_isNamedWithWhatIs(String api, String kind, String owner, String place) {
    assertThat(
            of(
                object(
                    "\"ownerReferences\":[{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"name\":\"shop\"}]"
                        .formatted(api, kind))))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).startsWith(owner).endsWith(place));
  }

  @Test
  void operatorOwnsTheObject_itIsNamedByItsReference() {
    assertThat(
            of(
                object(
                    "\"ownerReferences\":[{\"kind\":\"WebShop\",\"name\":\"shop\",\"controller\":true}]")))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.what())
                    .contains("WebShop (WebShop shop)", "kubectl edit webshop shop -n shop"));
  }

  @Test
  void fieldManagers_countWhereTheyWroteWhatIsChanged() {
    assertThat(of(managed("argocd-controller", "f:image")))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).startsWith("Argo CD (argocd-controller)"));
    assertThat(of(managed("nightly-job", "f:image")))
        .singleElement()
        .satisfies(
            it -> assertThat(it.what()).contains("nightly-job (field manager", "make it there"));
    assertThat(of(managed("nightly-job", "f:resources"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"kubectl-rollout", "kube-controller-manager", "dhakacart-runbook"})
  void peopleKubernetesAndTheRunbook_areNoOwners(String manager) {
    assertThat(of(managed(manager, "f:image"))).isEmpty();
  }

  private static List<Obstacle> of(JsonNode deployment) {
    return Owners.of(DEPLOYMENT, deployment, Patches.STRATEGIC, IMAGE);
  }

  private static JsonNode managed(String manager, String field) {
    return object(
        """
        "managedFields":[{"manager":"%s","operation":"Update","time":"2026-11-28T09:00:00Z",
        "fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\\"name\\":\\"web\\"}":{"%s":{}}}}}}}}]"""
            .formatted(manager, field));
  }

  private static JsonNode object(String metadata) {
    return Patches.parse("{\"metadata\":{%s},\"spec\":{}}".formatted(metadata));
  }
}
