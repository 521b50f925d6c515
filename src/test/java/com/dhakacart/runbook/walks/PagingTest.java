package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
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
