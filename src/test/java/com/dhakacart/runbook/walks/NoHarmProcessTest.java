package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.Obstacle;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.history.IncidentArchive;
import com.dhakacart.runbook.report.Reports;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What would do harm is not proposed, and a person gets the task with the reason. */
class NoHarmProcessTest extends Walking {

  @Autowired IncidentArchive archive;
  @Autowired Reports reports;

  @Test
  void somebodyElseHoldsTheLock_noRestart_andTheDatabaseTeamIsCalledWithItsOwner() {
    world.database = lockedBy(false);
    incidentWith(Fault.POOL_EXHAUSTED);

    assertThat(walk.variable("cause")).isEqualTo("DATABASE_CONNECTIONS");
    assertThat(walk.instance()).isWaitingAt("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("holds the lock", "pid 812 of user report");
    assertThat(onCall.pages)
        .extracting(Page::team, Page::stage)
        .containsExactly(tuple(Team.DATABASE_TEAM, "help-with-DATABASE_CONNECTIONS"));
    assertThat(onCall.pages.get(0).summary()).contains("pid 812 of user report");
    nothingWasChanged();
  }

  @Test
  void theBackendItselfHoldsTheLock_aRestartIsProposed() {
    world.database = lockedBy(true);
    incidentWith(Fault.POOL_EXHAUSTED);
    assertThat(walk.instance()).isWaitingAt("userTask_approveChange");
  }

  @Test
  void anotherRolloutRuns_nothingIsProposed_untilItIsOver() {
    world.anotherRolloutRuns = true;
    incidentWith(Fault.POOL_EXHAUSTED);
    assertThat(walk.instance()).isWaitingAt("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("rollout is running that began after the errors");

    world.anotherRolloutRuns = false;
    walk.decide("userTask_decideNextStep", "senior", tryAgain("DATABASE_CONNECTIONS"));

    assertThat(walk.instance()).isWaitingAt("userTask_approveChange");
  }

  // A restart changes no field that the approval depends on, and so is no drift.
  @Test
  void anotherRolloutBeginsWhileApprovalIsAsked_changeIsNotMixedIntoIt() {
    incidentWith(Fault.BAD_RELEASE);
    world.anotherRolloutRuns = true;

    walk.approve();

    assertThat(walk.instance()).isWaitingAt("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("rollout is running that began after the errors");
    assertThat(world.made()).isEmpty();
  }

  // Neither replicas nor a ConfigMap drift by it, and they were approved for what ran before.
  @Test
  void anotherReleaseIsRolledOutWhileMoreReplicasAreAsked_isPlannedAndAskedAgain() {
    incidentWith(Fault.OUT_OF_MEMORY);
    world.newestRelease = released(Release.Origin.RELEASE);

    walk.approve();

    assertThat(world.made()).isEmpty();
    assertThat(walk.briefing("userTask_approveChange"))
        .contains("Another rollout has begun: revision 3 (dhakacart/backend:v3) was rolled out at");

    walk.approve();

    assertThat(world.made()).containsExactly(ChangeKind.RAISE_LIMITS, ChangeKind.SCALE_OUT);
  }

  @Test
  void sameReleaseIsRestartedWhileMoreReplicasAreAsked_changeIsMade() {
    incidentWith(Fault.OUT_OF_MEMORY);
    world.newestRelease = released(Release.Origin.RESTART);

    walk.approve();

    assertThat(world.made()).containsExactly(ChangeKind.RAISE_LIMITS, ChangeKind.SCALE_OUT);
  }

  /** And its rollout is over. */
  private Release released(Release.Origin origin) {
    Instant at = clock.instant().plusSeconds(60);
    clock.forward(Duration.ofMinutes(3));
    return new Release(
        3,
        "dhakacart-backend-5d90",
        List.of("dhakacart/backend:v3"),
        at,
        null,
        true,
        origin,
        false);
  }

  @Test
  void rolloutRunsAfterAnAttemptWhoseAnswerWasLost_itIsItsOwn() {
    incidentWith(Fault.BAD_RELEASE);
    world.answerIsLost = true;
    world.healsByChange = false;
    walk.approve();
    world.anotherRolloutRuns = true;

    walk.fire("event_clusterUnreachable");

    assertThat(walk.instance()).hasPassed("serviceTask_checkRollout");
    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void anotherRolloutBeginsWhileTheClusterIsUnreachable_changeIsNotMixedIntoIt() {
    incidentWith(Fault.BAD_RELEASE);
    world.changesUnreachable = true;
    walk.approve();
    world.changesUnreachable = false;
    world.anotherRolloutRuns = true;

    walk.fire("event_clusterUnreachable");

    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("rollout is running that began after the errors");
    assertThat(world.made()).isEmpty();
  }

  @Test
  void databaseGoesAwayWhileTheClusterIsUnreachable_restartIsNotMade() {
    world.database = takesConnections();
    incidentWith(Fault.POOL_EXHAUSTED);
    world.changesUnreachable = true;
    walk.approve();
    clock.forward(Duration.ofMinutes(4));
    world.changesUnreachable = false;
    world.fault = Fault.DATABASE_DOWN;
    world.database = DatabaseActivity.closed(DatabaseActivity.Access.AWAY, "connection refused", 3);

    walk.fire("event_clusterUnreachable");

    assertThat(walk.briefing("userTask_decideNextStep")).contains("The database itself is away");
    assertThat(world.made()).isEmpty();
  }

  @Test
  void changeHealsAndItsAnswerWasLost_itIsNotedAsMade() {
    incidentWith(Fault.BAD_RELEASE);
    world.answerIsLost = true;
    walk.approve();
    walk.alertResolves();

    walk.fire("event_clusterUnreachable");

    assertThat(walk.instance())
        .hasPassed("serviceTask_checkRollout")
        .hasNotPassed("endEvent_changeNotNeeded");
    walk.recovers();
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void nobodyKnowsWhetherTheChangeWasMade_itIsNotCalledNeedless() {
    incidentWith(Fault.BAD_RELEASE);
    world.answerIsLost = true;
    walk.approve();
    walk.alertResolves();
    world.changesUnreachable = true;

    walk.fire("event_clusterUnreachable");

    assertThat(walk.instance())
        .isWaitingAt("event_clusterUnreachable")
        .hasNotPassed("endEvent_changeNotNeeded");
  }

  @Test
  void faultGoesAwayWhileTheClusterIsUnreachable_changeIsNotMade() {
    incidentWith(Fault.BAD_RELEASE);
    world.changesUnreachable = true;
    walk.approve();
    world.changesUnreachable = false;
    world.heal();
    walk.alertResolves();

    walk.fire("event_clusterUnreachable");

    assertThat(walk.instance()).hasPassed("endEvent_changeNotNeeded");
    assertThat(world.made()).isEmpty();
  }

  // "The release before" is the bad one now: a rollback planned anew would bring it back.
  @Test
  void somebodyRollsOutAMendedReleaseMeanwhile_theBadOneIsNotProposed() {
    incidentWith(Fault.BAD_RELEASE);
    world.drifted = true;
    world.newestRelease = release("dhakacart/backend:v3", Release.Origin.RELEASE, false);

    walk.approve();

    assertThat(walk.briefing("userTask_decideNextStep")).contains("older than the release");
    assertThat(world.made()).isEmpty();
  }

  @Test
  void somebodyRollsBackByHandMeanwhile_theBadReleaseIsNotProposed() {
    incidentWith(Fault.BAD_RELEASE);
    world.drifted = true;
    world.newestRelease = release("dhakacart/backend:v1", Release.Origin.RELEASE, true);

    walk.approve();

    assertThat(walk.briefing("userTask_decideNextStep")).contains("bring back the one that");
    assertThat(world.made()).isEmpty();
  }

  private Release release(String image, Release.Origin origin, boolean ranBefore) {
    return new Release(
        3,
        "dhakacart-backend-77aa",
        List.of(image),
        clock.instant(),
        null,
        true,
        origin,
        ranBefore);
  }

  @Test
  void quotaLeavesNoRoom_nothingIsProposed_andItIsNamed() {
    world.hindrances = List.of("ResourceQuota team allows 4Gi of limits.memory");
    incidentWith(Fault.OUT_OF_MEMORY);
    assertThat(walk.instance()).isWaitingAt("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("ResourceQuota team allows 4Gi");
    nothingWasChanged();
  }

  @Test
  void changeCannotTakeEffect_itIsNotAskedFor_andTheFactIsNamed() {
    world.obstacles = List.of(Obstacle.forbidding("The rollout is paused; kubectl rollout resume"));
    incidentWith(Fault.BAD_RELEASE);
    assertThat(walk.instance()).isWaitingAt("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("kubectl rollout resume");
    nothingWasChanged();
  }

  // What heals itself puts back within seconds what others write, and the rollout is over then.
  @Test
  void somebodyWritesOverTheChange_itIsNoticed_andNotCalledInEffectAnyMore() {
    world.healsByChange = false;
    world.rolloutLooks = 1;
    incidentWith(Fault.BAD_RELEASE).approve();
    world.revertedBy = "argocd-controller";
    walk.fire("event_rolloutRunning");

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("does not stand any more", "argocd-controller")
        .doesNotContain("undo of: kubectl rollout undo");
  }

  // Nobody wrote over it, and yet an unknown person was blamed for that.
  @Test
  void policyTakesTheChangeOutAsItIsWritten_aPersonIsAskedAtOnce_andNobodyIsBlamed() {
    world.healsByChange = false;
    world.rolloutLooks = 1;
    world.takenOut = "spec.template.spec.containers[backend].image: v2 instead of v1";
    incidentWith(Fault.BAD_RELEASE).approve();

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("never took effect", world.takenOut)
        .doesNotContain("written over")
        .doesNotContain("undo of: kubectl rollout undo");
    assertThat(onCall.pages)
        .filteredOn(it -> it.stage().startsWith("reverted-"))
        .singleElement()
        .satisfies(it -> assertThat(it.summary()).contains("never took effect"));
    assertThat(reports.write(archive.find(walk.incident()).orElseThrow()).markdown())
        .contains("**Not in effect**", "Change not in effect", "never took effect");
  }

  @Test
  void somebodyWritesOverTheChangeWhileRecoveryIsWatched_onCallIsTold_andAPersonIsAsked() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve();
    assertThat(walk.openTasks()).isEmpty();
    world.revertedBy = "argocd-controller";
    walk.fire("event_lookAgain");

    assertThat(onCall.pages)
        .filteredOn(it -> it.stage().startsWith("reverted-"))
        .singleElement()
        .satisfies(it -> assertThat(it.team()).isEqualTo(Team.ON_CALL))
        .satisfies(it -> assertThat(it.summary()).contains("argocd-controller"));

    walk.fire("event_measureAgain");
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("argocd-controller");
    assertThat(reports.write(archive.find(walk.incident()).orElseThrow()).markdown())
        .contains("**Not in effect**", "Change not in effect", "argocd-controller");

    world.revertedBy = null;
    walk.decide("userTask_decideNextStep", "senior", tryAgain("CODE_DEPLOYMENT"));
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
  }

  @Test
  void nodesMayNotBeListed_thePlanSaysThatTheirRoomIsUnknown() {
    world.nodesMayBeListed = false;
    incidentWith(Fault.OUT_OF_MEMORY);
    assertThat(walk.briefing("userTask_approveChange"))
        .contains("Whether a node can hold it is unknown: nodes is forbidden");
  }

  @Test
  void nodeIsUnderPressure_itIsRankedShownAndWarnedOf() {
    world.pressures = List.of("MemoryPressure since 2026-11-24T06:00:00Z");
    incidentWith(Fault.OUT_OF_MEMORY);
    assertThat(walk.briefing("userTask_approveChange"))
        .contains("Nodes are short (node worker-1: MemoryPressure", "Free or add a node")
        .contains("throws pods out");
  }

  @Test
  void databaseCannotBeAsked_theProbeSaysSo_whereThePersonDecides() {
    world.databaseCanBeAsked = false;
    incidentWith(Fault.POOL_EXHAUSTED);
    assertThat(walk.briefing("userTask_approveChange"))
        .contains("The database itself could not be asked", "pg_blocking_pids");
  }

  @Test
  void thereIsRoom_limitsAndReplicasAreProposed() {
    incidentWith(Fault.OUT_OF_MEMORY).approve();
    assertThat(world.made()).containsExactly(ChangeKind.RAISE_LIMITS, ChangeKind.SCALE_OUT);
  }

  @Test
  void databaseGoesAwayWhileApprovalIsAsked_restartIsNotMade_andItsTeamIsCalled() {
    world.database = takesConnections();
    incidentWith(Fault.POOL_EXHAUSTED);
    clock.forward(Duration.ofMinutes(4));
    world.fault = Fault.DATABASE_DOWN;
    world.database = DatabaseActivity.closed(DatabaseActivity.Access.AWAY, "connection refused", 3);

    walk.approve();

    assertThat(walk.instance()).isWaitingAt("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("The database itself is away");
    assertThat(onCall.pages).extracting(Page::team).contains(Team.DATABASE_TEAM);
    assertThat(world.made()).isEmpty();
  }

  @Test
  void somebodyTakesALockWhileApprovalIsAsked_restartIsNotMade() {
    world.database = takesConnections();
    incidentWith(Fault.POOL_EXHAUSTED);
    clock.forward(Duration.ofMinutes(4));
    world.database = lockedBy(false);

    walk.approve();

    assertThat(walk.briefing("userTask_decideNextStep")).contains("pid 812 of user report");
    assertThat(world.made()).isEmpty();
  }

  // An alert that did not look real is not investigated, and what the database says is not known.
  @Test
  void nothingWasInvestigatedAndTheDatabaseIsAway_noRestart_whoeverChoseTheCause() {
    incidentWith(Fault.NOTHING);
    world.fault = Fault.DATABASE_DOWN;
    world.database = DatabaseActivity.closed(DatabaseActivity.Access.AWAY, "connection refused", 3);
    walk.fire("event_measureAgain").fire("event_measureAgain").fire("event_measureAgain");
    assertThat(walk.instance()).hasNotPassed("subProcess_investigation");

    walk.decide("userTask_decideNextStep", "senior", tryAgain("DATABASE_CONNECTIONS"));

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("The database itself is away");
    nothingWasChanged();
  }

  @Test
  void addedReplicasNeverBecomeAvailable_aPersonIsAskedInTheEnd() {
    incidentWith(Fault.OUT_OF_MEMORY);
    world.rolloutLooks = 1_000;
    walk.approve();
    clock.forward(Duration.ofMinutes(14));
    walk.fire("event_rolloutRunning");
    assertThat(walk.openTasks()).isEmpty();
    clock.forward(Duration.ofMinutes(2));

    walk.fire("event_rolloutRunning");

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("not over after 15 min", "1 of 3 updated");
  }

  @Test
  void databaseIsThereAgain_poolsAreStillExhausted_aRestartIsProposedAfterAll() {
    incidentWith(Fault.DATABASE_DOWN);
    assertThat(walk.instance()).isWaitingAt("userTask_decideNextStep");
    clock.forward(Duration.ofMinutes(4));
    world.fault = Fault.POOL_EXHAUSTED;

    walk.decide("userTask_decideNextStep", "senior", tryAgain("DATABASE_CONNECTIONS"));

    assertThat(walk.instance()).isWaitingAt("userTask_approveChange");
  }

  private static DatabaseActivity takesConnections() {
    return new DatabaseActivity(
        DatabaseActivity.Access.ACCEPTS, null, 3, 61, 97, "the settings", List.of(), List.of(), 0);
  }

  private static DatabaseActivity lockedBy(boolean backend) {
    return new DatabaseActivity(
        DatabaseActivity.Access.ACCEPTS,
        null,
        3,
        61,
        97,
        "the settings",
        List.of(new DatabaseActivity.SessionGroup(true, "active", "Lock relation", 60)),
        List.of(
            new DatabaseActivity.Blocker(
                "pid 812 of user report", backend, "idle in transaction", 60, 140, 150.0)),
        0);
  }
}
