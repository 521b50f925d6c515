package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RolloutStatus.State;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
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
                State.FAILED, "deployment \"backend\" exceeded its progress deadline"));
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

  private static RolloutStatus judge(
      long generation, long observed, int updated, int all, int available, String reason) {
    return RolloutJudgement.of(
        new DeploymentBuilder()
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
            .build());
  }
}
