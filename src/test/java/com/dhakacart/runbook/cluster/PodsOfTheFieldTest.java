package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.diagnosis.Wellbeing;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.ContainerState.Role;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects as clusters give them: containers beside the main one, pods of others, nulls. */
class PodsOfTheFieldTest {

  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final Instant NOW = Instant.parse("2026-11-23T23:10:00Z");

  @Test
  void sidecarThatDies_isNamedWithReasonExitCodeAndTime() {
    PodState pod =
        state(
            """
            "initContainerStatuses":[{"name":"proxy","restartCount":9,"ready":false,
              "state":{"waiting":{"reason":"CrashLoopBackOff"}},
              "lastState":{"terminated":{"reason":"OOMKilled","exitCode":137,
                "finishedAt":"2026-11-23T23:08:00Z"}}}],
            "containerStatuses":[{"name":"backend","restartCount":0,"ready":true,
              "state":{"running":{"startedAt":"2026-11-23T20:00:00Z"}}}]\
            """);

    assertThat(pod.waitingReason())
        .isEqualTo(
            "proxy: CrashLoopBackOff, ended with OOMKilled (exit code 137) at"
                + " 2026-11-23T23:08:00Z, 9 restarts");
    assertThat(pod.lastTermination()).as("the backend itself never ended").isNull();
    assertThat(complaints(pod)).singleElement().asString().contains("proxy: CrashLoopBackOff");
  }

  @Test
  void initContainerThatFails_keepsThePodFromStarting_andOneThatEndedDoesNot() {
    assertThat(
            state(
                    """
                    "initContainerStatuses":[
                      {"name":"migrate","restartCount":2,"ready":false,
                       "state":{"terminated":{"reason":"Error","exitCode":1}}}],
                    "containerStatuses":[{"name":"backend","restartCount":0,"ready":false,
                      "state":{"waiting":{"reason":"PodInitializing"}}}]\
                    """)
                .waitingReason())
        .startsWith("migrate: Error, ended with Error (exit code 1)");
    assertThat(
            state(
                    """
                    "initContainerStatuses":[
                      {"name":"migrate","restartCount":0,"ready":true,
                       "state":{"terminated":{"reason":"Completed","exitCode":0}}}],
                    "containerStatuses":[{"name":"backend","restartCount":0,"ready":true,
                      "state":{"running":{}}}]\
                    """)
                .waitingReason())
        .isNull();
  }

  // It was no restart of the pod, and nobody saw it.
  @Test
  void sidecarThatDied_andRunsAgain_isSeen_andAComplaintWhereItWasSinceTheChange() {
    PodState pod =
        state(
            """
            "initContainerStatuses":[
              {"name":"migrate","restartCount":0,"ready":true,
               "state":{"terminated":{"reason":"Completed","exitCode":0,
                 "finishedAt":"2026-11-23T23:09:00Z"}}},
              {"name":"proxy","restartCount":3,"ready":true,"imageID":"x@sha256:1",
               "state":{"running":{"startedAt":"2026-11-23T23:09:00Z"}},
               "lastState":{"terminated":{"reason":"OOMKilled","exitCode":137,
                 "finishedAt":"2026-11-23T23:08:00Z"}}}],
            "containerStatuses":[{"name":"backend","restartCount":0,"ready":true,
              "state":{"running":{"startedAt":"2026-11-23T20:00:00Z"}}}]\
            """);

    assertThat(pod.containers())
        .extracting(ContainerState::name, ContainerState::role)
        .containsExactly(
            tuple("migrate", Role.BEFORE),
            tuple("proxy", Role.BESIDE),
            tuple("backend", Role.SERVES));
    assertThat(pod.containers().get(1).imageId()).isEqualTo("x@sha256:1");
    assertThat(pod.containers().get(2).pullPolicy()).isEqualTo("Always");
    assertThat(pod.othersThatDied()).extracting(ContainerState::name).containsExactly("proxy");
    assertThat(complaints(pod))
        .containsExactly(
            "container proxy of dhakacart-backend-5c6f-a restarted (3 times, OOMKilled)");
  }

  @Test
  void podThatIsJustBeingMade_isNoComplaint() {
    PodState pod =
        state(
            """
            "containerStatuses":[{"name":"backend","restartCount":0,"ready":false,
              "state":{"waiting":{"reason":"ContainerCreating"}}}]\
            """);

    assertThat(pod.waitingReason()).isEqualTo("ContainerCreating");
    assertThat(pod.isHeldBack()).isFalse();
    assertThat(complaints(pod)).isEmpty();
  }

  @Test
  void imageThatCannotBePulled_isAComplaintAndNoRestart() {
    assertThat(
            complaints(
                state(
                    """
                    "containerStatuses":[{"name":"backend","restartCount":0,"ready":false,
                      "state":{"waiting":{"reason":"ImagePullBackOff"}}}]\
                    """)))
        .containsExactly("dhakacart-backend-5c6f-a does not run: ImagePullBackOff");
  }

  @ParameterizedTest
  @CsvSource({
    "ReplicaSet, dhakacart-backend-5c6f, true",
    "ReplicaSet, dhakacart-backend-canary-5c6f, false",
    "StatefulSet, dhakacart-backend-5c6f, false"
  })
  void podIsOfTheDeployment_byWhatControlsIt_andNotByItsLabels(
      String kind, String name, boolean own) {
    Pod pod =
        JSON.unmarshal(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a",
              "labels":{"app":"dhakacart-backend","pod-template-hash":"5c6f"},
              "ownerReferences":[{"kind":"%s","name":"%s","uid":"u","controller":true}]}}\
            """
                .formatted(kind, name),
            Pod.class);
    Deployment deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName("dhakacart-backend")
            .endMetadata()
            .build();

    assertThat(PodOwner.isOf(pod, deployment)).isEqualTo(own);
  }

  @Test
  void endpointsThatAreNull_areNone() {
    EndpointSlice none =
        JSON.unmarshal(
            """
            {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice",
             "metadata":{"name":"v6"},"addressType":"IPv6","endpoints":null,"ports":null}\
            """,
            EndpointSlice.class);
    EndpointSlice one =
        JSON.unmarshal(
            """
            {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"v4"},
             "endpoints":[{"addresses":["10.0.0.1"],"conditions":{"ready":true}}]}\
            """,
            EndpointSlice.class);

    assertThat(EndpointCount.of("backend", List.of(none)))
        .isEqualTo(new ServiceEndpoints("backend", 0, 0));
    assertThat(EndpointCount.of("backend", List.of(none, one)))
        .isEqualTo(new ServiceEndpoints("backend", 1, 0));
  }

  private static PodState state(String statuses) {
    return PodStates.of(
        JSON.unmarshal(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"dhakacart-backend-5c6f-a",
              "labels":{"pod-template-hash":"5c6f"},"creationTimestamp":"2026-11-23T20:00:00Z"},
             "spec":{"initContainers":[{"name":"migrate"},{"name":"proxy","restartPolicy":"Always"}],
              "containers":[{"name":"backend","image":"shop/backend:v1","imagePullPolicy":"Always"}]},
             "status":{"phase":"Running",%s}}\
            """
                .formatted(statuses),
            Pod.class),
        "backend");
  }

  private static List<String> complaints(PodState pod) {
    return new Wellbeing(0.05, null, Duration.ofSeconds(2), NOW.minusSeconds(600))
        .complaintsOfPods(
            Answer.of("endpoints", NOW, List.of(new ServiceEndpoints("backend", 3, 0))),
            Answer.of("pods", NOW, List.of(pod)));
  }
}
