package com.dhakacart.runbook.cluster;

import static java.time.temporal.ChronoUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.cluster.changing.Approved;
import com.dhakacart.runbook.cluster.changing.ChangeDrifted;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.cluster.changing.Probe;
import com.dhakacart.runbook.health.PodCalls;
import com.dhakacart.runbook.health.PodCalls.Reply;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Obstacle;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Release.Origin;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RolloutStatus.State;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.PodLogs.PodLog;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the adapter promises of any cluster. The same tests run against the simulated API server and
 * against a real one, so that the simulation cannot drift away from reality unseen.
 */
abstract class ClusterContract {

  static final String INCIDENT = "DhakaCartHighErrorRate-contract";
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  Workload workload;
  ClusterAdapters adapters;

  /** A client that may do everything in the namespace. */
  abstract KubernetesClient admin();

  abstract ClusterSettings settings();

  /** One of the namespaces of the settings. */
  abstract String namespace();

  /**
   * A container that serves {@code 200} with a body at {@code /health} on port 5000, logs a line at
   * its start, and is ready at once.
   */
  abstract Container container();

  /** An image that runs like the container's, under another name. */
  abstract String newerImage();

  @BeforeEach
  void runWorkload() {
    String name = "web-" + UUID.randomUUID().toString().substring(0, 8);
    workload = new Workload(name, namespace(), name, "backend", 5000, name);
    adapters = new ClusterAdapters(settings());
    create(workload);
    admin()
        .services()
        .inNamespace(namespace())
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName(name + "-service")
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", name)
                .addNewPort()
                .withPort(5000)
                .endPort()
                .endSpec()
                .build())
        .create();
    awaitRollout();
  }

  @AfterEach
  void removeWorkload() {
    admin().apps().deployments().inNamespace(namespace()).withName(workload.deployment()).delete();
    admin()
        .services()
        .inNamespace(namespace())
        .withName(workload.deployment() + "-service")
        .delete();
    admin()
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(namespace())
        .withName(workload.deployment() + "-hpa")
        .delete();
    adapters.close();
  }

  // ---- looking

  @Test
  void workloadRuns_podsAreSeenWithImageRevisionAndLimits() {
    List<PodState> pods = known(adapters.view().pods(workload));

    assertThat(pods)
        .hasSize(2)
        .allSatisfy(
            pod -> {
              assertThat(pod.name()).startsWith(workload.deployment() + "-" + pod.revision());
              assertThat(pod.phase()).isEqualTo("Running");
              assertThat(pod.ready()).isTrue();
              assertThat(pod.image()).isEqualTo(container().getImage());
              assertThat(pod.restarts()).isZero();
              assertThat(pod.waitingReason()).isNull();
              assertThat(pod.lastTermination()).isNull();
              assertThat(pod.cpuLimitCores()).isEqualTo(0.5);
              assertThat(pod.memoryLimitBytes()).isEqualTo(256L << 20);
              assertThat(pod.startedAt()).isBefore(Instant.now().plusSeconds(5));
            });
  }

  @Test
  void serviceOfAnotherName_isFoundByItsSelector() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(known(adapters.view().endpoints(workload)))
                    .containsExactly(
                        new ServiceEndpoints(workload.deployment() + "-service", 2, 0)));
  }

  @Test
  void imageCannotBePulled_rolloutRunsAndTheReasonIsSeen() {
    setImage("registry.invalid/nothing:here");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(known(adapters.view().pods(workload)))
                    .extracting(PodState::waitingReason)
                    .containsAnyOf("ErrImagePull", "ImagePullBackOff"));
    assertThat(known(adapters.view().rolloutStatus(workload)).state()).isEqualTo(State.RUNNING);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(known(adapters.view().warningEvents(workload)))
                    .anySatisfy(
                        event -> {
                          assertThat(event.object()).startsWith("Pod/" + workload.deployment());
                          assertThat(event.reason()).isEqualTo("Failed");
                          assertThat(event.count()).isPositive();
                        }));
  }

  @Test
  void rolledOut_statusIsCompleteInKubectlsWords() {
    assertThat(known(adapters.view().rolloutStatus(workload)))
        .isEqualTo(
            new RolloutStatus(
                State.COMPLETE,
                "deployment \"" + workload.deployment() + "\" successfully rolled out"));
  }

  @Test
  void quotaOfTheNamespace_isNamed_whereMoreWouldNotFit() {
    assertThat(known(adapters.view().hindrances(workload, Map.of("memory", "1Gi"), 6))).isEmpty();
    ResourceQuota quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("small")
            .endMetadata()
            .withNewSpec()
            .addToHard("limits.memory", new Quantity("1Gi"))
            .endSpec()
            .build();
    admin().resourceQuotas().inNamespace(namespace()).resource(quota).create();
    try {
      assertThat(known(adapters.view().hindrances(workload, Map.of("memory", "1Gi"), 6)))
          .singleElement()
          .asString()
          .contains("ResourceQuota small allows 1Gi of limits.memory");
      assertThat(known(adapters.view().hindrances(workload, Map.of(), 0))).isEmpty();
    } finally {
      admin().resourceQuotas().inNamespace(namespace()).withName("small").delete();
    }
  }

  // No pod is available in an outage, and kubectl rollout status waits for them: no rollout runs.
  @Test
  void newImageThatCannotBePulled_isARolloutThatRuns() {
    setImage("registry.invalid/nothing:here");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(known(adapters.view().rolloutStatus(workload)).replacing()).isTrue());
  }

  @Test
  void rolloutIsStuck_itIsSaidWhy_andItsPodsAreToBeReplacedStill() {
    edit(
        one ->
            new DeploymentBuilder(one).editSpec().withProgressDeadlineSeconds(1).endSpec().build());
    setImage("registry.invalid/nothing:here");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              RolloutStatus status = known(adapters.view().rolloutStatus(workload));
              assertThat(status.state()).isEqualTo(RolloutStatus.State.FAILED);
              assertThat(status.message())
                  .contains("exceeded its progress deadline")
                  .contains("Pull");
              assertThat(status.replacing()).isTrue();
            });
  }

  @Test
  void newImage_isARelease_andARestartIsNone() {
    setImage(newerImage());
    awaitRollout();
    adapters
        .changes()
        .apply(new Approved(adapters.changes().planRestart(workload, "1-restart"), INCIDENT));
    awaitRollout();

    Releases releases = known(adapters.view().releases(workload));

    assertThat(releases.all())
        .extracting(Release::revision, Release::origin, Release::current)
        .containsExactly(
            tuple(1L, Origin.FIRST, false),
            tuple(2L, Origin.RELEASE, false),
            tuple(3L, Origin.RESTART, true));
    assertThat(releases.current().orElseThrow().images()).containsExactly(newerImage());
    assertThat(releases.previous().orElseThrow().revision()).isEqualTo(2);
    assertThat(releases.rolledOutAt()).isEqualTo(releases.current().orElseThrow().createdAt());
  }

  @Test
  void noAutoscaler_replicasAreTheDeployments() {
    assertThat(known(adapters.view().autoscaling(workload)).replicas()).isEqualTo(2);
    assertThat(known(adapters.view().autoscaling(workload)).owner()).isEmpty();
  }

  @Test
  void autoscaler_isFoundByItsTarget() {
    createAutoscaler(workload, 2, 5);

    assertThat(known(adapters.view().autoscaling(workload)).owner())
        .hasValueSatisfying(
            autoscaler -> {
              assertThat(autoscaler.name()).isEqualTo(workload.deployment() + "-hpa");
              assertThat(autoscaler.minReplicas()).isEqualTo(2);
              assertThat(autoscaler.maxReplicas()).isEqualTo(5);
            });
  }

  @Test
  void namespaceOutsideTheSettings_isUnknownAndRefused() {
    Workload elsewhere = new Workload("dns", "kube-system", "coredns", "coredns", 53, "dns");

    assertThat(adapters.view().pods(elsewhere).unknownBecause())
        .contains("runbook.cluster.namespaces");
    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().planRestart(elsewhere, "1-restart"))
        .withMessageContaining("runbook.cluster.namespaces");
    assertThatExceptionOfType(PodCalls.PodsUnknown.class)
        .isThrownBy(() -> adapters.calls().pods(elsewhere));
    assertThat(adapters.calls().get(elsewhere, "coredns", "/health", TIMEOUT).join().problem())
        .contains("runbook.cluster.namespaces");
  }

  @Test
  void deploymentMissing_isUnknownWithTheSettingToCheck() {
    Workload missing = new Workload("none", namespace(), "none", "backend", 5000, "none");

    assertThat(adapters.view().pods(missing).unknownBecause()).contains("runbook.services.none");
    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().planRestart(missing, "1-restart"))
        .withMessageContaining("kubectl rollout restart deployment/none");
  }

  // ---- asking pods

  @Test
  void podAnswers_statusAndBodyComeThroughThePodProxy() {
    PodCalls calls = adapters.calls();

    for (String pod : calls.pods(workload)) {
      Reply reply = calls.get(workload, pod, "/health", TIMEOUT).join();

      assertThat(reply.problem()).isNull();
      assertThat(reply.via()).isEqualTo("pod proxy");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isNotBlank();
    }
  }

  @Test
  void pathIsMissing_applicationsOwn404IsAnAnswer() {
    PodCalls calls = adapters.calls();

    Reply reply = calls.get(workload, calls.pods(workload).get(0), "/nowhere", TIMEOUT).join();

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.via()).isEqualTo("pod proxy");
  }

  @Test
  void podIsGone_replySaysSo() {
    Reply reply = adapters.calls().get(workload, "gone", "/health", TIMEOUT).join();

    assertThat(reply.status()).isZero();
    assertThat(reply.problem()).contains("not found");
  }

  @Test
  void podsRun_logsOfAllAreRead() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(adapters.logs().tail(workload, Instant.now().minusSeconds(600), 10_000))
                    .hasSize(2)
                    .allSatisfy(log -> assertThat(log.text()).isNotBlank())
                    .extracting(PodLog::previous)
                    .containsOnly(false));
  }

  // ---- changing

  @Test
  void planning_changesNothing() {
    setImage(newerImage());
    awaitRollout();
    Deployment before = live();

    adapters.changes().planRestart(workload, "1-restart");
    adapters.changes().planRollBack(workload, "2-roll-back");
    adapters.changes().planLimits(workload, Map.of("memory", "1Gi"), "3-raise-limits");
    adapters.changes().planReplicas(workload, 6, "4-scale-out");

    assertThat(live().getSpec()).isEqualTo(before.getSpec());
    assertThat(live().getMetadata().getAnnotations())
        .isEqualTo(before.getMetadata().getAnnotations());
  }

  @Test
  void restart_isMarkedAsKubectlMarksIt_andMadeOnce() {
    Change restart = adapters.changes().planRestart(workload, "1-restart");

    AppliedChange first = adapters.changes().apply(new Approved(restart, INCIDENT));
    long generation = live().getMetadata().getGeneration();
    AppliedChange second = adapters.changes().apply(new Approved(restart, INCIDENT));

    assertThat(restart.kind()).isEqualTo(ChangeKind.RESTART);
    assertThat(restart.serverDiff()).isTrue();
    assertThat(restart.temporary()).isFalse();
    assertThat(restart.command())
        .isEqualTo(
            "kubectl rollout restart deployment/" + workload.deployment() + " -n " + namespace());
    assertThat(restart.diff()).contains("+        kubectl.kubernetes.io/restartedAt");
    assertThat(first.repeated()).isFalse();
    assertThat(first.result()).isEqualTo("deployment.apps/" + workload.deployment() + " restarted");
    assertThat(second.repeated()).isTrue();
    assertThat(second.at()).isEqualTo(first.at());
    assertThat(live().getMetadata().getGeneration()).isEqualTo(generation);
    assertThat(templateAnnotations())
        .containsOnlyKeys(Templates.RESTARTED_AT)
        .allSatisfy((key, at) -> assertThat(at).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z"));
    assertThat(live().getMetadata().getAnnotations().get(ChangeMarks.ANNOTATION))
        .contains(INCIDENT + "/1-restart@");
  }

  @Test
  void rollBack_restoresTemplateAndCauseOfTheRelease_andItsUndoRestoresWhatWas() {
    annotate("kubernetes.io/change-cause", "first");
    awaitCause("first");
    setImage(newerImage());
    annotate("kubernetes.io/change-cause", "second");
    awaitRollout();
    awaitCause("second");
    PodTemplateSpec second = live().getSpec().getTemplate();

    Change rollBack = adapters.changes().planRollBack(workload, "1-roll-back");
    AppliedChange made = adapters.changes().apply(new Approved(rollBack, INCIDENT));
    awaitRollout();

    assertThat(made.result()).endsWith(" rolled back");
    assertThat(rollBack.diff())
        .containsPattern("(?m)^- +(- )?image: \"" + Pattern.quote(newerImage()))
        .containsPattern("(?m)^\\+ +(- )?image: \"" + Pattern.quote(container().getImage()));
    assertThat(rollBack.command())
        .startsWith("kubectl rollout undo deployment/" + workload.deployment())
        .endsWith(" --to-revision=1");
    assertThat(live().getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
        .isEqualTo(container().getImage());
    assertThat(live().getMetadata().getAnnotations())
        .containsEntry("kubernetes.io/change-cause", "first")
        .containsEntry(RevisionHistory.REVISION, "3");
    assertThat(known(adapters.view().releases(workload)).current())
        .hasValueSatisfying(
            release -> {
              assertThat(release.revision()).isEqualTo(3);
              assertThat(release.ranBefore()).isTrue();
              assertThat(release.origin()).isEqualTo(Origin.RUNBOOK);
            });

    undo(List.of(rollBack), "2-undo-");
    awaitRollout();

    assertThat(live().getSpec().getTemplate()).isEqualTo(second);
    assertThat(live().getMetadata().getAnnotations())
        .containsEntry("kubernetes.io/change-cause", "second")
        .containsEntry(RevisionHistory.REVISION, "4");
  }

  @Test
  void releaseBeforeHadLowerLimits_rollBackKeepsThoseOfNow_andUndoRestoresTheRelease() {
    editContainer(
        container -> {
          container.setImage(newerImage());
          container.getResources().getLimits().put("memory", new Quantity("777Mi"));
        });
    awaitRollout();
    PodTemplateSpec second = live().getSpec().getTemplate();

    Change rollBack = adapters.changes().planRollBack(workload, "1-roll-back");
    adapters.changes().apply(new Approved(rollBack, INCIDENT));
    awaitRollout();

    assertThat(rollBack.command())
        .contains(" --to-revision=1 && kubectl set resources deployment/", "--limits=memory=777Mi");
    assertThat(rollBack.diff()).doesNotContain("777Mi");
    Container now = live().getSpec().getTemplate().getSpec().getContainers().get(0);
    assertThat(now.getImage()).isEqualTo(container().getImage());
    assertThat(now.getResources().getLimits()).containsEntry("memory", new Quantity("777Mi"));

    undo(List.of(rollBack), "2-undo-");
    awaitRollout();
    assertThat(live().getSpec().getTemplate()).isEqualTo(second);
  }

  @Test
  void releaseBeforeHadALimitWhereNoneIsNow_rollBackComesWithoutIt_andUndoRestoresTheRelease() {
    editContainer(
        container -> {
          container.setImage(newerImage());
          container.getResources().getLimits().remove("memory");
        });
    awaitRollout();
    PodTemplateSpec second = live().getSpec().getTemplate();

    Change rollBack = made(List.of(adapters.changes().planRollBack(workload, "1-roll-back")));
    awaitRollout();

    assertThat(rollBack.command())
        .contains(
            " --to-revision=1 && kubectl patch deployment " + workload.deployment(),
            "{\"name\":\"backend\",\"resources\":{\"limits\":{\"memory\":null}}}");
    Container now = live().getSpec().getTemplate().getSpec().getContainers().get(0);
    assertThat(now.getImage()).isEqualTo(container().getImage());
    assertThat(now.getResources().getLimits()).containsOnlyKeys("cpu");
    assertThat(now.getResources().getRequests()).containsEntry("memory", new Quantity("16Mi"));

    undo(List.of(rollBack), "2-undo-");
    awaitRollout();
    assertThat(live().getSpec().getTemplate()).isEqualTo(second);
  }

  @Test
  void degradationThatGivesALimitWhereNoneIsNow_isRefused() {
    editContainer(container -> container.getResources().getLimits().remove("memory"));
    String patch =
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"backend\",\"image\":\"x\","
            + "\"resources\":{\"limits\":{\"cpu\":\"500m\",\"memory\":\"8Gi\"}}}]}}}}";

    assertTakesTooMuchAway(patch);
  }

  @Test
  void degradationThatTakesReplicasOrLimitsAway_isRefused() {
    for (String patch :
        List.of(
            "{\"spec\":{\"replicas\":0}}",
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"backend\",\"image\":\"x\","
                + "\"resources\":{\"limits\":{\"memory\":\"1Mi\"}}}]}}}}")) {
      assertTakesTooMuchAway(patch);
    }
  }

  private void assertTakesTooMuchAway(String degradation) {
    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(
            () ->
                adapters
                    .changes()
                    .planDegradation(
                        workload, "deployments", workload.deployment(), degradation, "1-degrade"))
        .withMessageContaining("fewer replicas or smaller limits");
  }

  @Test
  void restartedSinceTheRelease_rollBackStillGoesToTheReleaseBefore() {
    setImage(newerImage());
    awaitRollout();
    adapters
        .changes()
        .apply(new Approved(adapters.changes().planRestart(workload, "1-restart"), INCIDENT));
    awaitRollout();

    Change rollBack = adapters.changes().planRollBack(workload, "2-roll-back");

    assertThat(rollBack.command()).endsWith(" --to-revision=1");
  }

  @Test
  void noReleaseBefore_rollBackIsRefused() {
    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().planRollBack(workload, "1-roll-back"))
        .withMessageContaining("No release before the current one");
  }

  @Test
  void sameImageWithAnotherEnvironmentAndLimit_rollBackRestoresTheWholeTemplate() {
    PodTemplateSpec first = live().getSpec().getTemplate();
    editContainer(
        container -> {
          container.setEnv(List.of(new EnvVar("MODE", "other", null)));
          container.getResources().getLimits().put("cpu", new Quantity("40m"));
        });
    awaitRollout();
    Release second = known(adapters.view().releases(workload)).current().orElseThrow();

    Change rollBack = made(List.of(adapters.changes().planRollBack(workload, "1-roll-back")));
    awaitRollout();

    assertThat(second.lowered()).containsExactly("cpu of backend from 500m to 40m");
    assertThat(second.difference().changed())
        .containsExactly(
            "spec.containers[backend].env[MODE]",
            "spec.containers[backend].resources.limits.cpu: 500m -> 40m");
    assertThat(rollBack.what())
        .containsExactly(
            "spec.containers[backend].env[MODE]",
            "spec.containers[backend].resources.limits.cpu: 40m -> 500m");
    assertThat(rollBack.diff()).contains("-        - name: \"MODE\"");
    assertThat(live().getSpec().getTemplate()).isEqualTo(first);
  }

  /** A checksum or a build number makes new pods, and no other ones. */
  @Test
  void nothingButMarksOfThePodsDiffers_rollBackIsRefused_andTheDigestIsNamed() {
    editTemplate(
        template -> template.getMetadata().setAnnotations(Map.of("example.com/build", "2")));
    awaitRollout();

    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().planRollBack(workload, "1-roll-back"))
        .withMessageContaining("metadata.annotations")
        .withMessageContaining("the tag decides")
        .withMessageContaining("backend=")
        .withMessageContaining("@sha256:DIGEST");
    assertThat(
            known(adapters.view().releases(workload)).current().orElseThrow().differsInMarksOnly())
        .isTrue();
  }

  @Test
  void onlyRestartsSinceTheFirstRevision_rollBackIsRefused_sinceTheTagDecides() {
    made(List.of(adapters.changes().planRestart(workload, "1-restart")));
    awaitRollout();

    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().planRollBack(workload, "2-roll-back"))
        .withMessageContaining("the tag decides");
  }

  /** No new pod becomes ready: the rollout that runs is the fault, and going back ends it. */
  @Test
  void rolloutThatNeverEnds_isEndedByRollingItBack() {
    setImage("registry.invalid/nothing:here");
    await()
        .atMost(PATIENCE)
        .until(() -> known(adapters.view().rolloutStatus(workload)).replacing());

    made(List.of(adapters.changes().planRollBack(workload, "1-roll-back")));
    awaitRollout();

    assertThat(live().getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
        .isEqualTo(container().getImage());
  }

  /** The faulty release is deployed again after its rollback: it can be left a second time. */
  @Test
  void releaseDeployedAgainAfterItsRollback_rollBackLeavesItOnceMore() {
    setImage(newerImage());
    awaitRollout();
    made(List.of(adapters.changes().planRollBack(workload, "1-roll-back")));
    awaitRollout();
    setImage(newerImage());
    awaitRollout();
    Release again = known(adapters.view().releases(workload)).current().orElseThrow();

    made(List.of(adapters.changes().planRollBack(workload, "2-roll-back")));

    assertThat(again.ranBefore()).isTrue();
    assertThat(again.ours()).isFalse();
    assertThat(live().getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
        .isEqualTo(container().getImage());
  }

  @Test
  void limits_areRaisedWhereTheyAreLower_andTakenBack() {
    Change raise =
        adapters
            .changes()
            .planLimits(workload, Map.of("memory", "512Mi", "cpu", "250m"), "1-raise-limits")
            .get(0);
    adapters.changes().apply(new Approved(raise, INCIDENT));

    assertThat(raise.temporary()).isTrue();
    assertThat(raise.command())
        .isEqualTo(
            "kubectl patch deployment "
                + workload.deployment()
                + " -n "
                + namespace()
                + " -p '{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"backend\","
                + "\"resources\":{\"limits\":{\"memory\":\"512Mi\"}}}]}}}}'");
    assertThat(limits())
        .containsEntry("memory", new Quantity("512Mi"))
        .containsEntry("cpu", new Quantity("500m"));
    assertThat(adapters.changes().planLimits(workload, Map.of("memory", "100Mi"), "2-raise-limits"))
        .isEmpty();

    Change undo = adapters.changes().planUndo(List.of(raise), "3-take-back-").get(0);
    adapters.changes().apply(new Approved(undo, INCIDENT));

    assertThat(limits()).containsEntry("memory", new Quantity("256Mi"));
    assertThat(adapters.changes().planUndo(List.of(raise), "4-take-back-")).isEmpty();
  }

  @Test
  void resourceWithoutLimit_getsNone() {
    assertThat(
            adapters
                .changes()
                .planLimits(workload, Map.of("ephemeral-storage", "1Gi"), "1-raise-limits"))
        .isEmpty();
  }

  @Test
  void scaleOut_isAnAbsoluteNumber_andTakenBack() {
    Change scale = adapters.changes().planReplicas(workload, 3, "1-scale-out").get(0);

    AppliedChange first = adapters.changes().apply(new Approved(scale, INCIDENT));
    AppliedChange second = adapters.changes().apply(new Approved(scale, INCIDENT));

    assertThat(scale.command())
        .isEqualTo(
            "kubectl scale deployment/"
                + workload.deployment()
                + " --replicas=3 -n "
                + namespace());
    assertThat(scale.undoCommand()).contains("--replicas=2");
    assertThat(scale.temporary()).isTrue();
    assertThat(scale.diff()).contains("-  replicas: 2").contains("+  replicas: 3");
    assertThat(first.repeated()).isFalse();
    assertThat(second.repeated()).isTrue();
    assertThat(live().getSpec().getReplicas()).isEqualTo(3);
    assertThat(adapters.changes().planReplicas(workload, 3, "2-scale-out")).isEmpty();

    adapters
        .changes()
        .apply(
            new Approved(
                adapters.changes().planUndo(List.of(scale), "3-take-back-").get(0), INCIDENT));

    assertThat(live().getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void moreReplicasThanWouldBePlanned_nothingIsMadeSmaller() {
    assertThat(adapters.changes().planReplicas(workload, 1, "1-scale-out")).isEmpty();
  }

  @Test
  void floorOfTheAutoscalerIsHigherAlready_nothingIsMadeSmaller() {
    createAutoscaler(workload, 4, 5);
    assertThat(adapters.changes().planReplicas(workload, 3, "1-scale-out")).isEmpty();
  }

  @Test
  void autoscalerOwnsTheReplicas_itsFloorIsRaised_andItsCeilingWhereItIsLower() {
    createAutoscaler(workload, 2, 5);

    Change scale = adapters.changes().planReplicas(workload, 6, "1-scale-out").get(0);
    adapters.changes().apply(new Approved(scale, INCIDENT));
    AppliedChange again = adapters.changes().apply(new Approved(scale, INCIDENT));

    assertThat(scale.resource()).isEqualTo("horizontalpodautoscalers");
    assertThat(scale.command())
        .isEqualTo(
            "kubectl patch hpa "
                + workload.deployment()
                + "-hpa -n "
                + namespace()
                + " -p '{\"spec\":{\"minReplicas\":6,\"maxReplicas\":6}}'");
    assertThat(again.repeated()).isTrue();
    assertThat(known(adapters.view().autoscaling(workload)).owner())
        .hasValueSatisfying(one -> assertThat(one.minReplicas()).isEqualTo(6));

    adapters
        .changes()
        .apply(
            new Approved(
                adapters.changes().planUndo(List.of(scale), "2-take-back-").get(0), INCIDENT));

    assertAutoscalerAllows(2, 5);
  }

  @Test
  void scaledOutInTwoStages_undoGoesBackThroughBothToTheReplicasOfBefore() {
    Change limits =
        made(adapters.changes().planLimits(workload, Map.of("memory", "512Mi"), "1-raise-limits"));
    Change first = made(adapters.changes().planReplicas(workload, 3, "1-scale-out"));
    Change second = made(adapters.changes().planReplicas(workload, 4, "2-scale-out"));

    List<Change> undos = undo(List.of(second, first, limits), "3-undo-");

    assertThat(undos)
        .extracting(Change::id, Change::serverDiff)
        .containsExactly(
            tuple("3-undo-2-scale-out", true),
            tuple("3-undo-1-scale-out", false),
            tuple("3-undo-1-raise-limits", true));
    assertThat(undos.get(0).diff()).contains("-  replicas: 4").contains("+  replicas: 3");
    assertThat(undos.get(1).diff()).contains("-  replicas: 3").contains("+  replicas: 2");
    assertThat(undos.get(1).undoCommand()).contains("--replicas=3");

    assertThat(live().getSpec().getReplicas()).isEqualTo(2);
    assertThat(limits()).containsEntry("memory", new Quantity("256Mi"));
  }

  @Test
  void scaledBackByHandMeanwhile_noStageIsUndone() {
    Change first = made(adapters.changes().planReplicas(workload, 3, "1-scale-out"));
    Change second = made(adapters.changes().planReplicas(workload, 4, "2-scale-out"));
    deployment().scale(2);

    assertThat(adapters.changes().planUndo(List.of(second, first), "3-undo-")).isEmpty();
  }

  @Test
  void replicasRaisedByAScaleAndByADegradation_undoKnowsThatBothAreTheSame() {
    Change first = made(adapters.changes().planReplicas(workload, 3, "1-scale-out"));
    Change degrade =
        made(
            List.of(
                adapters
                    .changes()
                    .planDegradation(
                        workload,
                        "deployments",
                        workload.deployment(),
                        "{\"spec\":{\"replicas\":4}}",
                        "2-degrade")));
    Change last = made(adapters.changes().planReplicas(workload, 5, "3-scale-out"));

    undo(List.of(last, degrade, first), "4-undo-");

    assertThat(live().getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void floorOfTheAutoscalerWasRaisedTwice_undoRestoresFloorAndCeilingOfBefore() {
    createAutoscaler(workload, 2, 5);
    Change first = made(adapters.changes().planReplicas(workload, 4, "1-scale-out"));
    Change second = made(adapters.changes().planReplicas(workload, 6, "2-scale-out"));

    undo(List.of(second, first), "3-undo-");

    assertAutoscalerAllows(2, 5);
  }

  private void assertAutoscalerAllows(int minReplicas, int maxReplicas) {
    assertThat(known(adapters.view().autoscaling(workload)).owner())
        .hasValueSatisfying(
            one -> {
              assertThat(one.minReplicas()).isEqualTo(minReplicas);
              assertThat(one.maxReplicas()).isEqualTo(maxReplicas);
            });
  }

  @Test
  void restartedThenRolledBack_undoOfBothRestoresTheTemplateOfBefore() {
    setImage(newerImage());
    awaitRollout();
    PodTemplateSpec second = live().getSpec().getTemplate();
    Change restart = made(List.of(adapters.changes().planRestart(workload, "1-restart")));
    awaitRollout();
    Change rollBack = made(List.of(adapters.changes().planRollBack(workload, "2-roll-back")));
    awaitRollout();

    List<Change> undos = undo(List.of(rollBack, restart), "3-undo-");
    awaitRollout();

    assertThat(undos)
        .extracting(Change::id)
        .containsExactly("3-undo-2-roll-back", "3-undo-1-restart");
    assertThat(live().getSpec().getTemplate()).isEqualTo(second);
  }

  @Test
  void templateChangedSincePlanning_isDriftAndNamed() {
    Change restart = adapters.changes().planRestart(workload, "1-restart");
    setImage(newerImage());
    awaitRollout();

    assertThatExceptionOfType(ChangeDrifted.class)
        .isThrownBy(() -> adapters.changes().apply(new Approved(restart, INCIDENT)))
        .withMessageContaining("spec.containers[0].image")
        .withMessageContaining("revision 2");
    assertThat(templateAnnotations()).doesNotContainKey(Templates.RESTARTED_AT);
  }

  @Test
  void sameChangeMadeBySomebodyElse_isTakenAsMade() {
    String good = live().getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
    setImage(newerImage());
    awaitRollout();
    Change rollBack = adapters.changes().planRollBack(workload, "1-roll-back");
    setImage(good);
    awaitRollout();
    long generation = live().getMetadata().getGeneration();

    AppliedChange applied = adapters.changes().apply(new Approved(rollBack, INCIDENT));

    assertThat(applied.repeated()).isTrue();
    assertThat(live().getMetadata().getGeneration()).isEqualTo(generation);
  }

  @Test
  void restartedOrScaledSincePlanning_isNoDriftOfTheTemplate() {
    Change raise =
        adapters.changes().planLimits(workload, Map.of("memory", "512Mi"), "1-raise").get(0);
    adapters
        .changes()
        .apply(new Approved(adapters.changes().planRestart(workload, "2-restart"), INCIDENT));
    adapters
        .changes()
        .apply(
            new Approved(
                adapters.changes().planReplicas(workload, 3, "3-scale-out").get(0), INCIDENT));

    adapters.changes().apply(new Approved(raise, INCIDENT));

    assertThat(limits()).containsEntry("memory", new Quantity("512Mi"));
    assertThat(live().getMetadata().getAnnotations().get(ChangeMarks.ANNOTATION))
        .contains("/2-restart@", "/1-raise@");
  }

  @Test
  void replicasChangedSincePlanning_isDriftOfTheScale() {
    Change scale = adapters.changes().planReplicas(workload, 4, "1-scale-out").get(0);
    deployment().scale(3);

    assertThatExceptionOfType(ChangeDrifted.class)
        .isThrownBy(() -> adapters.changes().apply(new Approved(scale, INCIDENT)))
        .withMessageContaining("spec.replicas");
  }

  @Test
  void paused_restartIsRefusedAsKubectlRefusesIt() {
    edit(
        one -> {
          one.getSpec().setPaused(true);
          return one;
        });

    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().planRestart(workload, "1-restart"))
        .withMessageContaining("kubectl rollout resume");
  }

  // ---- a probe

  @Test
  void probe_makesOnePodMoreAndStops_andTheRestFollowsByTheOwnStrategy() {
    DeploymentStrategy own = rollsBy("25%", "50%");
    Set<String> before = podNames();
    Probe probe = adapters.changes().planProbe(workload, "1");

    probeUntilPaused(probe);

    assertThat(podNames()).containsAll(before).hasSize(before.size() + 1);
    assertThat(live().getSpec().getStrategy().getRollingUpdate().getMaxSurge())
        .isEqualTo(new IntOrString(1));
    assertThat(live().getSpec().getStrategy().getRollingUpdate().getMaxUnavailable())
        .isEqualTo(new IntOrString(0));

    made(probe.changes().get(2));
    awaitRollout();

    assertThat(podNames()).doesNotContainAnyElementsOf(before);
    assertThat(live().getSpec().getStrategy()).isEqualTo(own);
    assertThat(live().getSpec().getPaused()).isNull();
  }

  @Test
  void probeThatIsTakenBack_leavesTheDeploymentAndItsPodsAsTheyWere() {
    rollsBy("25%", "50%");
    Deployment was = live();
    Set<String> before = podNames();
    Probe probe = adapters.changes().planProbe(workload, "1");
    probeUntilPaused(probe);

    probe.otherwise().forEach(this::made);
    awaitRollout();

    assertThat(podNames()).isEqualTo(before);
    assertThat(live().getSpec()).isEqualTo(was.getSpec());
  }

  /** A person undoes what is in effect: what holds the rollout goes last. */
  @Test
  void probeThatIsUndone_leavesTheDeploymentAsItWas() {
    rollsBy("25%", "50%");
    Deployment was = live();
    Probe probe = adapters.changes().planProbe(workload, "1");
    probeUntilPaused(probe);

    undo(List.of(probe.changes().get(0), probe.changes().get(1)), "2-undo-");
    awaitRollout();

    assertThat(live().getSpec()).isEqualTo(was.getSpec());
  }

  @Test
  void probeThatWentOn_isUndone_unlessSomebodyDeployedSince() {
    rollsBy("25%", "50%");
    Deployment was = live();
    Probe probe = adapters.changes().planProbe(workload, "1");
    probeUntilPaused(probe);
    made(probe.changes().get(2));
    awaitRollout();
    String image = container().getImage();

    setImage(newerImage());
    assertThatExceptionOfType(ChangeDrifted.class)
        .isThrownBy(() -> undo(List.of(probe.changes().get(0)), "2-undo-"))
        .withMessageContaining("is not as 1-probe left it (spec.template)");
    setImage(image);
    undo(List.of(probe.changes().get(0)), "3-undo-");

    assertThat(live().getSpec()).isEqualTo(was.getSpec());
  }

  @Test
  void probeOfOneThatEndsAllPodsBeforeItStartsNewOnes_givesThatBack() {
    edit(
        one -> {
          one.getSpec().getStrategy().setType("Recreate");
          one.getSpec().getStrategy().setRollingUpdate(null);
          return one;
        });
    DeploymentStrategy own = live().getSpec().getStrategy();
    Probe probe = adapters.changes().planProbe(workload, "1");
    assertThat(obstacles(probe.changes().get(0)))
        .singleElement()
        .satisfies(it -> assertThat(it.forbids()).isFalse())
        .satisfies(it -> assertThat(it.what()).contains("Recreate", "beside the old ones"));
    probeUntilPaused(probe);

    probe.otherwise().forEach(this::made);

    assertThat(live().getSpec().getStrategy()).isEqualTo(own);
  }

  @Test
  void strategyChangedSinceTheProbeWasPlanned_isDrift() {
    Probe probe = adapters.changes().planProbe(workload, "1");
    rollsBy("25%", "50%");
    assertThatExceptionOfType(ChangeDrifted.class)
        .isThrownBy(() -> made(probe.changes().get(0)))
        .withMessageContaining("its strategy");
  }

  @Test
  void templateChangedSinceTheProbeWasPlanned_isDriftAndNamed() {
    Probe probe = adapters.changes().planProbe(workload, "1");
    setImage(newerImage());
    awaitRollout();
    assertThatExceptionOfType(ChangeDrifted.class)
        .isThrownBy(() -> made(probe.changes().get(0)))
        .withMessageContaining("template.spec.containers[0].image")
        .withMessageContaining("revision 2");
  }

  /** It was drift, and a plan made anew took the probe's strategy for the Deployment's own. */
  @Test
  void somebodyResumesTheRolloutOfAProbe_theRestStillGivesTheStrategyBack() {
    DeploymentStrategy own = rollsBy("25%", "50%");
    Probe probe = adapters.changes().planProbe(workload, "1");
    probeUntilPaused(probe);
    somebodyResumesIt();

    made(probe.changes().get(2));

    assertThat(live().getSpec().getStrategy()).isEqualTo(own);
    assertThat(live().getSpec().getPaused()).isNull();
  }

  @Test
  void somebodyResumesAProbeAndChangesItsStrategy_theRestIsDrift() {
    Probe probe = adapters.changes().planProbe(workload, "1");
    probeUntilPaused(probe);
    somebodyResumesIt();
    rollsBy("25%", "50%");

    assertThatExceptionOfType(ChangeDrifted.class)
        .isThrownBy(() -> made(probe.changes().get(2)))
        .withMessageContaining("spec.strategy");
  }

  /** As long as the strategy is the probe's, there is something to take back. */
  @Test
  void somebodyResumesTheRolloutOfAProbe_whatPausedItStandsUntilTheStrategyIsBack() {
    DeploymentStrategy own = rollsBy("25%", "50%");
    Probe probe = adapters.changes().planProbe(workload, "1");
    probeUntilPaused(probe);
    Change pause = probe.changes().get(1);
    somebodyResumesIt();
    assertThat(known(adapters.view().reversed(List.of(pause)))).isEmpty();

    adapters.changes().planUndo(List.of(pause), "2-take-back-").forEach(this::made);

    assertThat(live().getSpec().getStrategy()).isEqualTo(own);
    assertThat(known(adapters.view().reversed(List.of(pause)))).hasSize(1);
  }

  /** Somebody was said to have paused it, and to resume it leaves the probe's strategy. */
  @Test
  void rolloutThatAProbePaused_isNotBlamedOnSomebody() {
    probeUntilPaused(adapters.changes().planProbe(workload, "1"));

    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().planRestart(workload, "2-restart"))
        .withMessageContaining("the runbook paused it for its probe in incident " + INCIDENT)
        .withMessageNotContaining("somebody");
  }

  private void somebodyResumesIt() {
    edit(
        one -> {
          one.getSpec().setPaused(null);
          return one;
        });
  }

  @Test
  void probe_isRefusedWhereSomebodyPausedTheRollout() {
    edit(
        one -> {
          one.getSpec().setPaused(true);
          return one;
        });
    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().planProbe(workload, "1"))
        .withMessageContaining("kubectl rollout resume");
  }

  private void probeUntilPaused(Probe probe) {
    made(probe.changes().get(0));
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !known(adapters.view().updatedPods(workload)).isEmpty());
    made(probe.changes().get(1));
  }

  private void made(Change change) {
    adapters.changes().apply(new Approved(change, INCIDENT));
  }

  private DeploymentStrategy rollsBy(String maxSurge, String maxUnavailable) {
    edit(
        one -> {
          one.getSpec().getStrategy().getRollingUpdate().setMaxSurge(new IntOrString(maxSurge));
          one.getSpec()
              .getStrategy()
              .getRollingUpdate()
              .setMaxUnavailable(new IntOrString(maxUnavailable));
          return one;
        });
    return live().getSpec().getStrategy();
  }

  private Set<String> podNames() {
    return known(adapters.view().pods(workload)).stream()
        .map(PodState::name)
        .collect(Collectors.toSet());
  }

  // ---- what would have no effect

  @Test
  void nothingStandsAgainstAChange_thereIsNoObstacle() {
    assertThat(obstacles(adapters.changes().planRestart(workload, "1-restart"))).isEmpty();
    assertThat(obstacles(adapters.changes().planReplicas(workload, 3, "1-scale-out").get(0)))
        .isEmpty();
  }

  @Test
  void pausedRollout_forbidsRaisedLimits_butNoScale() {
    edit(
        one -> {
          one.getSpec().setPaused(true);
          return one;
        });

    assertThat(
            obstacles(
                adapters.changes().planLimits(workload, Map.of("memory", "512Mi"), "1").get(0)))
        .singleElement()
        .satisfies(it -> assertThat(it.forbids()).isTrue())
        .satisfies(it -> assertThat(it.what()).contains("kubectl rollout resume"));
    assertThat(obstacles(adapters.changes().planReplicas(workload, 3, "1-scale-out").get(0)))
        .isEmpty();
  }

  @Test
  void scaledToNothing_forbidsWhatNeedsPods() {
    Change restart = adapters.changes().planRestart(workload, "1-restart");
    deployment().scale(0);
    assertThat(obstacles(restart))
        .singleElement()
        .satisfies(it -> assertThat(it.forbids()).isTrue())
        .satisfies(it -> assertThat(it.what()).contains("scaled to 0", "kubectl scale"));
  }

  @Test
  void quotaWithoutRoomForOnePodMore_forbidsARolloutThatMayMissNone_andLimitsOneThatMay() {
    Change restart = adapters.changes().planRestart(workload, "1-restart");
    ResourceQuota quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("no-more-pods")
            .endMetadata()
            .withNewSpec()
            .addToHard("pods", new Quantity("0"))
            .endSpec()
            .build();
    admin().resourceQuotas().inNamespace(namespace()).resource(quota).create();
    try {
      mayMiss(0);
      assertThat(obstacles(restart))
          .singleElement()
          .satisfies(it -> assertThat(it.forbids()).isTrue())
          .satisfies(it -> assertThat(it.what()).contains("ResourceQuota no-more-pods"));
      mayMiss(1);
      assertThat(obstacles(restart))
          .singleElement()
          .satisfies(it -> assertThat(it.forbids()).isFalse());
    } finally {
      admin().resourceQuotas().inNamespace(namespace()).withName("no-more-pods").delete();
    }
  }

  @Test
  void limitRangeThatCameLater_forbidsNewPods() {
    Change restart = adapters.changes().planRestart(workload, "1-restart");
    LimitRange range =
        new LimitRangeBuilder()
            .withNewMetadata()
            .withName("small-containers")
            .endMetadata()
            .withNewSpec()
            .addNewLimit()
            .withType("Container")
            .addToMax("memory", new Quantity("128Mi"))
            .endLimit()
            .endSpec()
            .build();
    admin().limitRanges().inNamespace(namespace()).resource(range).create();
    try {
      assertThat(obstacles(restart))
          .singleElement()
          .satisfies(it -> assertThat(it.forbids()).isTrue())
          .satisfies(it -> assertThat(it.what()).contains("LimitRange small-containers", "256Mi"));
    } finally {
      admin().limitRanges().inNamespace(namespace()).withName("small-containers").delete();
    }
  }

  // ---- whose it is, and who writes over it

  @Test
  void gitOpsControllerOwnsTheObject_itIsNamed_withTheRightPlace() {
    annotate("argocd.argoproj.io/tracking-id", "shop:apps/Deployment:dhakacart/web");
    assertThat(obstacles(adapters.changes().planRestart(workload, "1-restart")))
        .singleElement()
        .satisfies(it -> assertThat(it.forbids()).isFalse())
        .satisfies(
            it ->
                assertThat(it.what())
                    .contains(
                        "Argo CD (application shop) writes",
                        "Git repository",
                        "argocd app set shop --sync-policy none"));
  }

  @Test
  void autoscalerOfKeda_isNotAskedFor_andTheScaledObjectIsNamed() {
    createAutoscaler(workload, 2, 5);
    Change scale = adapters.changes().planReplicas(workload, 6, "1-scale-out").get(0);
    var autoscaler =
        admin()
            .autoscaling()
            .v2()
            .horizontalPodAutoscalers()
            .inNamespace(namespace())
            .withName(workload.deployment() + "-hpa");
    edit(
        autoscaler,
        one -> {
          one.getMetadata().setLabels(Map.of("scaledobject.keda.sh/name", "web-scaler"));
          return one;
        });
    assertThat(obstacles(scale))
        .singleElement()
        .satisfies(it -> assertThat(it.forbids()).isTrue())
        .satisfies(
            it ->
                assertThat(it.what())
                    .contains(
                        "kubectl patch scaledobject web-scaler -n " + namespace(),
                        "{\"spec\":{\"minReplicaCount\":6,\"maxReplicaCount\":6}}"));
  }

  @Test
  void somebodyWritesOverARollback_itIsNoticed_andWhoItWas() {
    setImage(newerImage());
    awaitRollout();
    Change rollBack = made(List.of(adapters.changes().planRollBack(workload, "1-roll-back")));
    assertThat(known(adapters.view().reversed(List.of(rollBack)))).isEmpty();

    setImage(newerImage());

    assertThat(known(adapters.view().reversed(List.of(rollBack))))
        .singleElement()
        .satisfies(it -> assertThat(it.change()).isEqualTo("1-roll-back"))
        .satisfies(it -> assertThat(it.what()).containsExactly("spec.containers[0].image"))
        .satisfies(it -> assertThat(it.by()).isEqualTo("fabric8-kubernetes-client"))
        .satisfies(it -> assertThat(it.at()).isCloseTo(Instant.now(), within(1, MINUTES)));
  }

  @Test
  void somebodyTakesReplicasBack_itIsNoticed_andMoreOfThemAreNoReversal() {
    Change scale = made(adapters.changes().planReplicas(workload, 3, "1-scale-out"));
    deployment().scale(4);
    assertThat(known(adapters.view().reversed(List.of(scale)))).isEmpty();
    deployment().scale(2);
    assertThat(known(adapters.view().reversed(List.of(scale))))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).containsExactly("spec.replicas"));
  }

  @Test
  void laterChangeOfOursWritesOverAnEarlierOne_thatIsNoReversal() {
    setImage(newerImage());
    awaitRollout();
    Change limits =
        made(adapters.changes().planLimits(workload, Map.of("memory", "512Mi"), "1-raise-limits"));
    Change restart = made(List.of(adapters.changes().planRestart(workload, "2-restart")));
    Change rollBack = made(List.of(adapters.changes().planRollBack(workload, "3-roll-back")));
    assertThat(known(adapters.view().reversed(List.of(rollBack, restart, limits)))).isEmpty();
  }

  @Test
  void programThatWroteWhatIsChanged_isNamedByItsFieldManager() {
    assertThat(
            known(
                adapters
                    .view()
                    .obstacles(
                        adapters
                            .changes()
                            .planLimits(workload, Map.of("memory", "512Mi"), "1")
                            .get(0))))
        .singleElement()
        .satisfies(
            it -> assertThat(it.what()).contains("fabric8-kubernetes-client (field manager"));
  }

  /** But for the program by which the tests make their objects. */
  private List<Obstacle> obstacles(Change change) {
    return known(adapters.view().obstacles(change)).stream()
        .filter(it -> it.forbids() || !it.what().contains("fabric8-kubernetes-client"))
        .toList();
  }

  private void mayMiss(int pods) {
    edit(
        one -> {
          one.getSpec()
              .setStrategy(
                  new DeploymentStrategyBuilder()
                      .withType("RollingUpdate")
                      .withNewRollingUpdate()
                      .withMaxSurge(new IntOrString(1))
                      .withMaxUnavailable(new IntOrString(pods))
                      .endRollingUpdate()
                      .build());
          return one;
        });
  }

  @Test
  void degradation_changesWhatIsConfigured_andIsTakenBack() {
    String patch =
        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"degraded\":\"yes\"}}}}}";
    Change degrade =
        adapters
            .changes()
            .planDegradation(workload, "deployments", workload.deployment(), patch, "1-degrade");

    adapters.changes().apply(new Approved(degrade, INCIDENT));

    assertThat(templateAnnotations()).containsEntry("degraded", "yes");
    assertThat(degrade.command()).contains("--type=merge");

    undo(List.of(degrade), "2-undo-");

    assertThat(templateAnnotations()).doesNotContainKey("degraded");
  }

  // ---- the world

  /**
   * As somebody decided before it was planned.
   *
   * @param made newest first
   */
  private List<Change> undo(List<Change> made, String idPrefix) {
    List<Change> undos = adapters.changes().planUndo(made, idPrefix);
    Map<String, Change> byId = made.stream().collect(Collectors.toMap(Change::id, it -> it));
    List<Approved> uses =
        undos.stream()
            .map(it -> new Approved(it, INCIDENT, Optional.of(byId.get(it.undoes()))))
            .toList();
    adapters.changes().mustBeAsLeft(uses);
    uses.forEach(adapters.changes()::apply);
    return undos;
  }

  Change made(List<Change> planned) {
    Change change = planned.get(0);
    adapters.changes().apply(new Approved(change, INCIDENT));
    return change;
  }

  void create(Workload workload) {
    admin()
        .apps()
        .deployments()
        .inNamespace(namespace())
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName(workload.deployment())
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .addToMatchLabels("app", workload.deployment())
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", workload.deployment())
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(0L)
                .withContainers(
                    new ContainerBuilder(container())
                        .withName("backend")
                        .withNewResources()
                        .addToLimits("cpu", new Quantity("500m"))
                        .addToLimits("memory", new Quantity("256Mi"))
                        .addToRequests("cpu", new Quantity("10m"))
                        .addToRequests("memory", new Quantity("16Mi"))
                        .endResources()
                        .build())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  void createAutoscaler(Workload workload, int min, int max) {
    admin()
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(namespace())
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName(workload.deployment() + "-hpa")
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(min)
                .withMaxReplicas(max)
                .withNewScaleTargetRef("apps/v1", "Deployment", workload.deployment())
                .addNewMetric()
                .withType("Resource")
                .withNewResource()
                .withName("cpu")
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(90)
                .endTarget()
                .endResource()
                .endMetric()
                .endSpec()
                .build())
        .create();
  }

  void awaitRollout() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(known(adapters.view().rolloutStatus(workload)).state())
                    .isEqualTo(State.COMPLETE));
  }

  /** The controller copies the Deployment's annotations to its ReplicaSet a moment later. */
  private void awaitCause(String cause) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(known(adapters.view().releases(workload)).current())
                    .hasValueSatisfying(
                        release -> assertThat(release.changeCause()).isEqualTo(cause)));
  }

  void setImage(String image) {
    editContainer(container -> container.setImage(image));
  }

  private void editContainer(Consumer<Container> edit) {
    edit(
        one -> {
          edit.accept(one.getSpec().getTemplate().getSpec().getContainers().get(0));
          return one;
        });
  }

  private void editTemplate(Consumer<PodTemplateSpec> edit) {
    edit(
        one -> {
          edit.accept(one.getSpec().getTemplate());
          return one;
        });
  }

  private void annotate(String key, String value) {
    edit(
        one ->
            new DeploymentBuilder(one)
                .editMetadata()
                .addToAnnotations(key, value)
                .endMetadata()
                .build());
  }

  /** The controller writes to the Deployment, too; then this is done again. */
  private void edit(UnaryOperator<Deployment> edit) {
    edit(deployment(), edit);
  }

  /** Its controller writes to it as well, at any moment. */
  private static <T> void edit(Resource<T> object, UnaryOperator<T> edit) {
    await()
        .atMost(PATIENCE)
        .ignoreException(KubernetesClientException.class)
        .until(() -> object.edit(edit) != null);
  }

  Deployment live() {
    return deployment().get();
  }

  private Map<String, String> templateAnnotations() {
    return live().getSpec().getTemplate().getMetadata().getAnnotations();
  }

  private Map<String, Quantity> limits() {
    return live()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getResources()
        .getLimits();
  }

  private RollableScalableResource<Deployment> deployment() {
    return admin().apps().deployments().inNamespace(namespace()).withName(workload.deployment());
  }

  static <T> T known(Answer<T> answer) {
    assertThat(answer.unknownBecause()).isNull();
    return answer.value();
  }
}
