package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Obstacle;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                    .contains("Git repository", "argocd app rollback shop"));
  }

  @ParameterizedTest
  @CsvSource({
    "labels, kustomize.toolkit.fluxcd.io/name, shop, flux suspend kustomization shop",
    "labels, helm.toolkit.fluxcd.io/name, shop, flux suspend helmrelease shop",
    "annotations, meta.helm.sh/release-name, shop, helm rollback shop",
    "labels, app.kubernetes.io/managed-by, spinnaker, spinnaker (app.kubernetes.io/managed-by)",
    "labels, argocd.argoproj.io/instance, shop, argocd app rollback shop"
  })
  void labelOrAnnotationOfATool_namesIt_andTheRightPlace(
      String map, String key, String value, String place) {
    assertThat(of(object("\"%s\":{\"%s\":\"%s\"}".formatted(map, key, value))))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains(place));
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
