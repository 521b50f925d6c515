package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Groups;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.junit.jupiter.api.Test;

/** Calling people while an incident runs. */
class PagingTest extends Walking {

  @Test
  void pagingServiceIsBroken_processGoesOnAndThePageIsSentLater() {
    onCall.broken = true;
    incidentWith(Fault.DATABASE_DOWN);

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.instance()).hasPassed("serviceTask_callTeam");
    assertThat(onCall.pages).isEmpty();

    sendAgain();
    assertThat(onCall.pages).isEmpty();

    onCall.broken = false;
    sendAgain();
    sendAgain();

    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.DATABASE_TEAM);
    assertThat(onCall.pages.get(0).incident()).isEqualTo(walk.incident());
  }

  @Test
  void sameStageAgain_isSentOnce() {
    incidentWith(Fault.BAD_RELEASE).fire("event_notImproved").fire("event_notImproved");
    sendAgain();

    assertThat(onCall.stages()).containsExactly("not-improved");
  }

  @Test
  void eachFailedRecovery_isSent() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE)
        .approve()
        .fire("event_recoveryTimedOut")
        .decide("userTask_decideNextStep", "oncall", KEEP_WATCHING)
        .fire("event_recoveryTimedOut");

    assertThat(onCall.pages)
        .extracting(Page::team)
        .containsExactly(Team.SENIOR_ENGINEER, Team.SENIOR_ENGINEER);
    assertThat(onCall.stages()).doesNotHaveDuplicates().allMatch(it -> it.length() <= 128);
  }

  // ---- steps that are repeated after they have paged

  @Test
  void somebodyClaimsWhileTheReminderIsSent_nobodyIsRemindedOfItTwice() {
    incidentWith(Fault.BAD_RELEASE).fireOnly("event_noDecision");
    whilePaging(() -> walk.claim("userTask_approveChange", "oncall"));

    collides();
    walk.goOn();

    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.ON_CALL);
    assertThat(walk.groupsThatMayDecide("userTask_approveChange"))
        .contains(Groups.SENIOR_ENGINEERS);
  }

  @Test
  void somebodyApprovesWhileTheReminderIsSent_nobodyIsRemindedOfWhatIsDecided() {
    incidentWith(Fault.BAD_RELEASE).fire("event_noDecision").fireOnly("event_noDecision");
    onCall.reset();
    whilePaging(() -> walk.complete("userTask_approveChange", "oncall", APPROVE));

    collides();
    walk.goOn();

    assertThat(onCall.pages).extracting(Page::team).doesNotHaveDuplicates();
    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void approvedBeforeTheReminderIsSent_nobodyIsReminded() {
    incidentWith(Fault.BAD_RELEASE).fireOnly("event_noDecision");
    walk.complete("userTask_approveChange", "oncall", APPROVE);

    walk.goOn();

    assertThat(onCall.pages).isEmpty();
  }

  @Test
  void seniorEngineerClaimsWhileCalledAgain_isNotCalledForItTwice() {
    incidentWith(Fault.DATABASE_DOWN).fire("event_notImproved").fireOnly("event_notImproved");
    walk.goOnTo("serviceTask_escalateToSeniorEngineer");
    onCall.reset();
    whilePaging(() -> walk.claim("userTask_decideNextStep", "senior"));

    collides();
    walk.goOn();

    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.SENIOR_ENGINEER);
  }

  @Test
  void stepThatGivesUpAskingDiesWhileItPages_whatItRecordedIsSentAndNothingBesides() {
    incidentWith(Fault.BAD_RELEASE).fireOnly("event_noDecisionInTime");
    diesWhileItPages();

    walk.goOn();
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.SENIOR_ENGINEER);

    clock.forward(Duration.ofSeconds(70));
    sendAgain();
    assertThat(onCall.pages).hasSize(2);
    assertThat(onCall.pages.get(1).key()).isEqualTo(onCall.pages.get(0).key());
  }

  @Test
  void stepThatEscalatesAFailedRecoveryDiesWhileItPages_whatItRecordedIsSentAndNothingBesides() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fireOnly("event_recoveryTimedOut");
    diesWhileItPages();

    walk.goOn();
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.SENIOR_ENGINEER);

    clock.forward(Duration.ofSeconds(70));
    sendAgain();
    assertThat(onCall.pages).hasSize(2);
    assertThat(onCall.pages.get(1).key()).isEqualTo(onCall.pages.get(0).key());
  }

  private void diesWhileItPages() {
    onCall.meanwhile =
        () -> {
          throw new ThreadDeath();
        };
    assertThatThrownBy(walk::goOn).hasRootCauseInstanceOf(ThreadDeath.class);
  }

  /** Another person's call: in a transaction and on a thread of its own. */
  private void whilePaging(Runnable call) {
    onCall.meanwhile = () -> CompletableFuture.runAsync(call).join();
  }

  /** The step is rolled back by what the person did meanwhile. */
  private void collides() {
    assertThatThrownBy(walk::goOn).isInstanceOf(OptimisticLockingException.class);
  }

  @Test
  void page_saysWhatIsKnownWhatWasTriedAndWhereToLook() {
    world.healsByChange = false;
    incidentWith(Fault.OUT_OF_MEMORY).approve().fire("event_notImproved");

    Page page = onCall.pages.get(0);
    assertThat(page.summary()).startsWith("dhakacart-backend: ");
    assertThat(page.details()).contains("**Tried:**", "done");
    assertThat(page.links()).containsKeys("Incident", "Tasklist", "Cockpit", "Report");
  }
}
