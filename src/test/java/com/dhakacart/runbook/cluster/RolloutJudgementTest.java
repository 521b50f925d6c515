package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RolloutStatus.PodsRefused;
import com.dhakacart.runbook.incident.RolloutStatus.State;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Sentences as kubectl 1.32 writes them. */
class RolloutJudgementTest {

  @Test
  void specIsNotObservedYet_isRunning() {
    assertThat(judge(2, 1, 3, 3, 3, null))
        .isEqualTo(
            new RolloutStatus(
                State.RUNNING, "Waiting for deployment spec update to be observed..."));
  }

  @Test
  void deadlineExceeded_isFailed() {
    assertThat(judge(1, 1, 1, 4, 3, "ProgressDeadlineExceeded"))
        .isEqualTo(
            new RolloutStatus(
                State.FAILED, "deployment \"backend\" exceeded its progress deadline", true));
  }

  // Whoever took a stuck rollout for one that is over would write into its broken template.
  @Test
  void deadlineExceeded_oldAndNewPodsAreMixedAsBefore() {
    assertThat(judge(1, 1, 1, 4, 3, "ProgressDeadlineExceeded").replacing()).isTrue();
    assertThat(judge(1, 1, 3, 4, 3, "ProgressDeadlineExceeded").replacing()).isTrue();
    assertThat(judge(1, 1, 3, 3, 0, "ProgressDeadlineExceeded").replacing())
        .as("all pods are of the new template: an outage, in which a restart may help")
        .isFalse();
  }

  @Test
  void podsAreReplacedOneByOne_isRunningUntilTheLastOneIsAvailable() {
    assertThat(judge(1, 1, 1, 4, 3, null).message())
        .isEqualTo(
            "Waiting for deployment \"backend\" rollout to finish: 1 out of 3 new replicas have"
                + " been updated...");
    assertThat(judge(1, 1, 3, 4, 3, null).message())
        .isEqualTo(
            "Waiting for deployment \"backend\" rollout to finish: 1 old replicas are pending"
                + " termination...");
    assertThat(judge(1, 1, 3, 3, 2, null).message())
        .isEqualTo(
            "Waiting for deployment \"backend\" rollout to finish: 2 of 3 updated replicas are"
                + " available...");
    assertThat(judge(1, 1, 3, 3, 3, null).state()).isEqualTo(State.COMPLETE);
  }

  // In an outage every pod is of the newest template and none is available: a restart that waited
  // for this "rollout" to end would never be proposed.
  @Test
  void podsAreAllNewAndNotAvailable_isAnOutageAndNoRollout() {
    assertThat(judge(1, 1, 3, 3, 0, null).state()).isEqualTo(State.RUNNING);
    assertThat(judge(1, 1, 3, 3, 0, null).replacing()).isFalse();
    assertThat(judge(1, 1, 3, 3, 2, null).replacing()).isFalse();
  }

  @Test
  void podsThatWereJustAdded_areNoRollout() {
    assertThat(judge(1, 1, 2, 2, 2, null).state()).isEqualTo(State.RUNNING);
    assertThat(judge(1, 1, 2, 2, 2, null).replacing()).isFalse();
  }

  @Test
  void oldAndNewPodsAreMixed_isARollout() {
    assertThat(judge(1, 1, 1, 4, 3, null).replacing()).isTrue();
    assertThat(judge(1, 1, 3, 4, 3, null).replacing()).isTrue();
    assertThat(judge(1, 1, 1, 4, 0, null).replacing()).as("also while nobody is served").isTrue();
  }

  @Test
  void changeThatNobodyHasSeenYet_isARollout() {
    assertThat(judge(2, 1, 3, 3, 3, null).replacing()).isTrue();
  }

  /** As a Deployment says it whose new pods violate the Pod Security of their namespace. */
  @Test
  void podsAreRefused_isSaid_withSinceWhen() {
    RolloutStatus status = refused(0, null, "22:40:00", "22:40:05");
    assertThat(status.state()).isEqualTo(State.RUNNING);
    assertThat(status.message())
        .startsWith("Waiting for deployment \"backend\" rollout to finish: 0 out of 3")
        .endsWith("pods are refused: " + FORBIDDEN);
    assertThat(status.replacing()).isTrue();
    assertThat(status.refused())
        .isEqualTo(new PodsRefused(FORBIDDEN, Instant.parse("2026-11-23T22:40:05Z")));
  }

  @Test
  void podsAreRefusedUntilTheDeadline_thatIsWhy() {
    RolloutStatus status = refused(0, "ProgressDeadlineExceeded", "22:30:00", "22:30:05");
    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.message())
        .isEqualTo(
            "deployment \"backend\" exceeded its progress deadline: pods are refused: "
                + FORBIDDEN);
  }

  /** A tight quota refuses pods until old ones have ended. */
  @Test
  void podsAreRefusedAndTheRolloutGoesOnAllTheSame_countsFromThen() {
    assertThat(refused(1, "ReplicaSetUpdated", "22:50:00", "22:40:05").refused().since())
        .isEqualTo("2026-11-23T22:50:00Z");
  }

  /** The condition is of the rollout before: nobody has looked at this one yet. */
  @Test
  void specIsNotObservedYet_whatWasRefusedBeforeIsNotSaid() {
    Deployment deployment = refusedDeployment(0, null, "22:40:00", "22:40:05");
    deployment.getMetadata().setGeneration(2L);
    assertThat(RolloutJudgement.of(deployment).refused()).isNull();
  }

  private static final String FORBIDDEN =
      "pods \"backend-7d8e-x2x7v\" is forbidden: violates PodSecurity \"restricted:latest\":"
          + " runAsNonRoot != true";

  private static RolloutStatus refused(int updated, String reason, String progress, String since) {
    return RolloutJudgement.of(refusedDeployment(updated, reason, progress, since));
  }

  private static Deployment refusedDeployment(
      int updated, String reason, String progress, String since) {
    return new DeploymentBuilder(deployment(1, 1, updated, updated + 3, 3, reason))
        .editStatus()
        .editFirstCondition()
        .withLastUpdateTime("2026-11-23T" + progress + "Z")
        .endCondition()
        .addNewCondition()
        .withType("ReplicaFailure")
        .withStatus("True")
        .withReason("FailedCreate")
        .withMessage(FORBIDDEN)
        .withLastTransitionTime("2026-11-23T" + since + "Z")
        .endCondition()
        .endStatus()
        .build();
  }

  private static RolloutStatus judge(
      long generation, long observed, int updated, int all, int available, String reason) {
    return RolloutJudgement.of(deployment(generation, observed, updated, all, available, reason));
  }

  private static Deployment deployment(
      long generation, long observed, int updated, int all, int available, String reason) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("backend")
        .withGeneration(generation)
        .endMetadata()
        .withNewSpec()
        .withReplicas(3)
        .endSpec()
        .withNewStatus()
        .withObservedGeneration(observed)
        .withUpdatedReplicas(updated)
        .withReplicas(all)
        .withAvailableReplicas(available)
        .addNewCondition()
        .withType("Progressing")
        .withReason(reason)
        .endCondition()
        .endStatus()
        .build();
  }
}
