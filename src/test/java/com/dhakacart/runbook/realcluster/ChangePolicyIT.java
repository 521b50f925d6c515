package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code docker/kubernetes/policy-change.yaml} lets the account that changes write, asked as
 * this account, without the product between; and what people see where it refuses.
 */
@Tag("cluster")
class ChangePolicyIT extends ShopScenario {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REPOSITORY = TestCluster.image("backend-image", "dhakacart/backend");

  private static KubernetesClient account;

  /** The API server takes up a new policy a moment after it was made. */
  @BeforeAll
  static void becomeTheAccount() {
    account =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.fromKubeconfig(TestCluster.kubeconfig().toFile()))
                    .withClientCertData(null)
                    .withClientCertFile(null)
                    .withClientKeyData(null)
                    .withClientKeyFile(null)
                    .withOauthToken(Shop.read(shop.tokenOf("runbook-change")).strip())
                    .build())
            .build();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> deployment("{'spec':{'minReadySeconds':1}}").code() == 422);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> scale("{'spec':{'replicas':0}}").code() == 422);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> autoscaler("{'spec':{'maxReplicas':100}}").code() == 422);
  }

  @AfterAll
  static void leave() {
    account.close();
  }

  // ---- what the product's changes need

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          restart                  | {'spec':{'template':{'metadata':{'annotations':{'kubectl.kubernetes.io/restartedAt':'2026-01-01T00:00:00Z'}}}}}
          mark of a change         | {'metadata':{'annotations':{'runbook.dhakacart.com/changes':'a/b@2026-01-01T00:00:00Z'}}}
          probe                    | {'spec':{'paused':true,'strategy':{'rollingUpdate':{'maxSurge':1,'maxUnavailable':0}}}}
          replicas                 | {'spec':{'replicas':8}}
          label of a release       | {'spec':{'template':{'metadata':{'labels':{'version':'v2'}}}}}
          longer grace             | {'spec':{'template':{'spec':{'terminationGracePeriodSeconds':60}}}}
          """)
  void patchOfTheDeployment_isTaken(String what, String patch) {
    assertTaken(deployment(patch));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          another tag              | 'image':'${repository}:v0'
          a digest                 | 'image':'${repository}@sha256:0000000000000000000000000000000000000000000000000000000000000000'
          both                     | 'image':'${repository}:v0@sha256:0000000000000000000000000000000000000000000000000000000000000000'
          limits                   | 'resources':{'limits':{'memory':'1Gi','cpu':'1'}}
          environment              | 'env':[{'name':'DEGRADED','value':'true'}]
          a probe's patience       | 'readinessProbe':{'timeoutSeconds':9}
          another port             | 'ports':[{'name':'metrics','containerPort':5001}]
          pull policy              | 'imagePullPolicy':'Always'
          """)
  void patchOfTheContainer_isTaken(String what, String patch) {
    assertTaken(container(patch));
  }

  @Test
  void scaleAndAutoscaler_areTaken() {
    assertTaken(scale("{'spec':{'replicas':8}}"));
    assertTaken(autoscaler("{'spec':{'minReplicas':6,'maxReplicas':12}}"));
    assertTaken(autoscaler("{'metadata':{'annotations':{'runbook.dhakacart.com/changes':'a'}}}"));
  }

  // ---- what they do not need

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          another repository       | another repository        | 'image':'elsewhere.example/${repository}:v1'
          a repository below       | another repository        | 'image':'${repository}/tools:v1'
          a longer name            | another repository        | 'image':'${repository}-tools:v1'
          command                  | command                   | 'command':['sh']
          arguments                | args                      | 'args':['--debug']
          working directory        | workingDir                | 'workingDir':'/tmp'
          hook                     | lifecycle                 | 'lifecycle':{'preStop':{'exec':{'command':['id']}}}
          privilege                | securityContext           | 'securityContext':{'privileged':true,'allowPrivilegeEscalation':true}
          capability               | securityContext           | 'securityContext':{'capabilities':{'add':['NET_ADMIN']}}
          root                     | securityContext           | 'securityContext':{'runAsUser':0,'runAsNonRoot':false}
          writable root            | securityContext           | 'securityContext':{'readOnlyRootFilesystem':false}
          a probe that runs        | a probe                   | 'livenessProbe':{'httpGet':null,'exec':{'command':['id']}}
          a probe of others        | a probe                   | 'readinessProbe':{'httpGet':{'host':'10.0.0.1'}}
          a new probe that asks    | a probe                   | 'startupProbe':{'tcpSocket':{'host':'10.0.0.1','port':80}}
          port of the node         | hostPort                  | 'ports':[{'containerPort':5000,'hostPort':5000}]
          a Secret as variable     | a Secret                  | 'env':[{'name':'STOLEN','valueFrom':{'secretKeyRef':{'name':'of-others','key':'password'}}}]
          a Secret as variables    | a Secret                  | 'envFrom':[{'secretRef':{'name':'of-others'}}]
          code by a variable       | loads code                | 'env':[{'name':'JAVA_TOOL_OPTIONS','value':'-javaagent:/tmp/a.jar'}]
          """)
  void patchOfTheContainer_isDenied(String what, String because, String patch) {
    assertDenied(container(patch), because);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          folder of the node       | a volume                  | 'volumes':[{'name':'more','hostPath':{'path':'/'}}]
          Secret as volume         | a volume                  | 'volumes':[{'name':'more','secret':{'secretName':'of-others'}}]
          empty volume             | a volume                  | 'volumes':[{'name':'more','emptyDir':{}}]
          ConfigMap as volume      | a volume                  | 'volumes':[{'name':'more','configMap':{'name':'of-others'}}]
          token as volume          | a volume                  | 'volumes':[{'name':'more','projected':{'sources':[{'serviceAccountToken':{'path':'token'}}]}}]
          service account          | serviceAccountName        | 'serviceAccountName':'runbook-change'
          its token                | automountServiceAccount   | 'automountServiceAccountToken':true
          network of the node      | hostNetwork               | 'hostNetwork':true
          processes of the node    | hostPID                   | 'hostPID':true
          memory of the node       | hostIPC                   | 'hostIPC':true
          root                     | securityContext           | 'securityContext':{'runAsUser':0,'runAsNonRoot':false}
          one node                 | nodeName                  | 'nodeName':'control-plane'
          kind of node             | nodeSelector              | 'nodeSelector':{'a':'b'}
          tolerations              | tolerations               | 'tolerations':[{'operator':'Exists'}]
          names of hosts           | hostAliases               | 'hostAliases':[{'ip':'10.0.0.1','hostnames':['postgres']}]
          another resolver         | dnsConfig                 | 'dnsConfig':{'nameservers':['10.0.0.1']}
          pull secret              | imagePullSecrets          | 'imagePullSecrets':[{'name':'of-others'}]
          one more container       | add, remove or rename     | 'containers':[{'name':'more','image':'${repository}:v1'}]
          one that runs before     | add, remove or rename     | 'initContainers':[{'name':'more','image':'${repository}:v1'}]
          another container        | add, remove or rename     | 'containers':[{'name':'backend','$patch':'delete'},{'name':'more','image':'${repository}:v1'}]
          """)
  void patchOfThePod_isDenied(String what, String because, String patch) {
    assertDenied(pod(patch), because);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          label of the Deployment  | metadata.labels           | {'metadata':{'labels':{'team':'others'}}}
          owner                    | metadata.ownerReferences  | {'metadata':{'ownerReferences':[{'apiVersion':'v1','kind':'ConfigMap','name':'a','uid':'b'}]}}
          finalizer                | metadata.finalizers       | {'metadata':{'finalizers':['example.com/for-ever']}}
          history                  | spec.revisionHistoryLimit | {'spec':{'revisionHistoryLimit':0}}
          patience of a rollout    | spec.progressDeadline     | {'spec':{'progressDeadlineSeconds':1}}
          label of the pods        | the label tier            | {'spec':{'template':{'metadata':{'labels':{'tier':'others'}}}}}
          profile of the node      | apparmor                  | {'spec':{'template':{'metadata':{'annotations':{'container.apparmor.security.beta.kubernetes.io/backend':'unconfined'}}}}}
          no replica               | 1 to 20 replicas          | {'spec':{'replicas':0}}
          all pods at once         | for a probe               | {'spec':{'strategy':{'type':'Recreate','rollingUpdate':null}}}
          many pods at once        | for a probe               | {'spec':{'strategy':{'rollingUpdate':{'maxUnavailable':'100%'}}}}
          too many                 | 1 to 20 replicas          | {'spec':{'replicas':21}}
          """)
  void patchOfTheDeployment_isDenied(String what, String because, String patch) {
    assertDenied(deployment(patch), because);
  }

  @Test
  void scaleAndAutoscaler_areDenied() {
    assertDenied(scale("{'spec':{'replicas':0}}"), "1 to 20 replicas");
    assertDenied(scale("{'spec':{'replicas':21}}"), "1 to 20 replicas");
    assertDenied(autoscaler("{'spec':{'maxReplicas':21}}"), "1 and 20 replicas");
    assertDenied(autoscaler("{'spec':{'scaleTargetRef':{'name':'redis'}}}"), "spec.scaleTargetRef");
    assertDenied(autoscaler("{'spec':{'metrics':null}}"), "spec.metrics");
    assertDenied(autoscaler("{'metadata':{'labels':{'a':'b'}}}"), "metadata.labels");
  }

  // ---- what the pods have already

  /** A release brings a ConfigMap named by its content, and reads the Secret that it read. */
  @Test
  void whatIsThere_mayStay_goAndShowAnotherConfigMap() {
    shop.kubectl(
        "patch",
        Shop.BACKEND,
        "--patch",
        json(
            "{'spec':{'template':{'spec':{"
                + "'volumes':[{'name':'config','configMap':{'name':'config-1','optional':true}},"
                + "{'name':'scratch','emptyDir':{}}],"
                + "'containers':[{'name':'backend','env':[{'name':'KEY','valueFrom':"
                + "{'secretKeyRef':{'name':'own','key':'a','optional':true}}}]}]}}}}"));
    try {
      assertTaken(pod("'volumes':[{'name':'config','configMap':{'name':'config-2'}}]"));
      assertTaken(pod("'volumes':[{'name':'scratch','$patch':'delete'}]"));
      assertTaken(
          container(
              "'env':[{'name':'OTHER','valueFrom':{'secretKeyRef':{'name':'own','key':'b'}}}]"));
      assertDenied(
          pod("'volumes':[{'name':'config','configMap':null,'secret':{'secretName':'of-others'}}]"),
          "a volume");
      assertDenied(
          pod("'volumes':[{'name':'scratch','emptyDir':null,'configMap':{'name':'config-1'}}]"),
          "a volume");
    } finally {
      shop.openAnew();
    }
  }

  // ---- what people see

  /** The release before had a volume that the bad one took away. */
  @Test
  void rollbackThatThePolicyRefuses_isShownWithItsReasonAndTheCommand() {
    openAnew();
    shop.kubectl(
        "patch",
        Shop.BACKEND,
        "--patch",
        json("{'spec':{'template':{'spec':{'volumes':[{'name':'scratch','emptyDir':{}}]}}}}"));
    shop.awaitRollout();
    shop.kubectl(
        "patch",
        Shop.BACKEND,
        "--patch",
        json(
            "{'spec':{'template':{'spec':{'volumes':[{'name':'scratch','$patch':'delete'}],"
                + "'containers':[{'name':'backend','image':'"
                + REPOSITORY
                + ":v2-bad'}]}}}}"));
    shop.awaitRollout();
    monitoring.awaitErrorRatioOver(0.08);
    startProduct();

    product.alertFires();
    JsonNode task = product.awaitTask("userTask_decideNextStep");

    assertThat(product.briefing(task))
        .contains("the runbook may not add a volume", "scratch", "kubectl rollout undo");
    assertThat(shop.image()).endsWith(":v2-bad");
  }

  @Test
  void degradationByAVariable_isMade() throws IOException {
    openAnew();
    startProduct(
        "runbook.remediation.degradation.description=Products come without the cache",
        "runbook.remediation.degradation.resource=deployments",
        "runbook.remediation.degradation.name=dhakacart-backend",
        "runbook.remediation.degradation.patch=" + withVariable("DEGRADED", "true"));
    shop.rollOutBadRelease();
    monitoring.awaitErrorRatioOver(0.08);

    product.alertFires();
    product.decide(
        "userTask_approveChange",
        "oncall",
        Map.of(
            "decision", "CHOOSE_ANOTHER_CAUSE",
            "cause", "EXTERNAL_SERVICE",
            "reason", "To see what a degradation may write."));
    product.awaitTask("userTask_approveChange");
    product.approve();

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(shop.backend(".spec.template.spec.containers[0].env"))
                    .contains("DEGRADED"));
  }

  /** A merge patch knows no names in lists: it brings the whole one. */
  private static String withVariable(String name, String value) throws IOException {
    ArrayNode containers =
        (ArrayNode) JSON.readTree(shop.backend(".spec.template.spec.containers"));
    ((ArrayNode) containers.at("/0/env")).addObject().put("name", name).put("value", value);
    return "{\"spec\":{\"template\":{\"spec\":{\"containers\":" + containers + "}}}}";
  }

  // ---- asking as the account

  private static void assertTaken(HttpResponse<String> answer) {
    assertThat(answer.code()).as(answer.body()).isEqualTo(200);
  }

  /** With the code that the product takes for a no to this change, not for a missing right. */
  private static void assertDenied(HttpResponse<String> answer, String because) {
    assertThat(answer.code()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body()).contains("ValidatingAdmissionPolicy", "the runbook may", because);
  }

  private static HttpResponse<String> container(String patch) {
    return pod("'containers':[{'name':'backend'," + patch + "}]");
  }

  private static HttpResponse<String> pod(String patch) {
    return deployment("{'spec':{'template':{'spec':{" + patch + "}}}}");
  }

  private static HttpResponse<String> deployment(String patch) {
    return tried("/apis/apps/v1", "deployments/dhakacart-backend", patch);
  }

  private static HttpResponse<String> scale(String patch) {
    return tried("/apis/apps/v1", "deployments/dhakacart-backend/scale", patch);
  }

  private static HttpResponse<String> autoscaler(String patch) {
    return tried("/apis/autoscaling/v2", "horizontalpodautoscalers/dhakacart-backend-hpa", patch);
  }

  /** As the product plans a change: nothing is written. */
  private static HttpResponse<String> tried(String api, String object, String patch) {
    String kind = object.endsWith("/scale") ? "merge" : "strategic-merge";
    return account
        .getHttpClient()
        .sendAsync(
            account
                .getHttpClient()
                .newHttpRequestBuilder()
                .uri(
                    URI.create(account.getMasterUrl().toString())
                        .resolve(
                            api + "/namespaces/" + shop.namespace() + "/" + object + "?dryRun=All"))
                .method("PATCH", "application/" + kind + "-patch+json", json(patch))
                .build(),
            String.class)
        .join();
  }

  private static String json(String patch) {
    return patch.replace("${repository}", REPOSITORY).replace('\'', '"');
  }
}
