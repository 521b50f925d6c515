package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.HealthEndpoint;

/** What the runbook says of itself, so that somebody can watch it. */
class WatchingTest extends Walking {

  @Autowired MeterRegistry meters;
  @Autowired HealthEndpoint health;

  @Test
  void incidentWaitsForADecision_itsPhaseItsTaskAndItsStepsAreThere() {
    incidentWith(Fault.BAD_RELEASE);
    clock.forward(Duration.ofMinutes(7));
    counted();

    assertThat(figure("runbook.incidents.by.phase", "phase", "investigateAndRestore")).isOne();
    assertThat(open()).isOne();
    assertThat(figure("runbook.tasks.open", "task", "userTask_approveChange")).isOne();
    assertThat(figure("runbook.tasks.oldest", "task", "userTask_approveChange"))
        .isGreaterThan(60.0);
    assertThat(
            meters
                .get("runbook.steps")
                .tag("step", "serviceTask_checkPods")
                .tag("result", "DONE")
                .timer()
                .takeSnapshot()
                .histogramCounts())
        .isNotEmpty();
  }

  @Test
  void incidentIsOver_itsOutcomeIsThere_whileItIsDocumented() {
    incidentWith(Fault.BAD_RELEASE).approve().recovers();
    counted();

    assertThat(
            meters
                .get("runbook.incidents.by.phase")
                .tag("phase", "postIncidentActions")
                .tag("outcome", "RECOVERED")
                .gauge()
                .value())
        .isOne();
    assertThat(open()).as("it has its outcome").isZero();
  }

  private double open() {
    return meters.get("runbook.incidents.open").gauge().value();
  }

  @Test
  void stepIsRefused_orFails_itIsCountedAsSuch() {
    world.refused = EnumSet.allOf(ChangeKind.class);
    incidentWith(Fault.BAD_RELEASE).approve();

    assertThat(
            meters
                .get("runbook.steps")
                .tag("step", "serviceTask_rollBackRelease")
                .tag("result", "REFUSED")
                .timer()
                .count())
        .isPositive();
  }

  @Test
  void teamIsCalled_itIsCounted_andAPageThatNobodyTookMakesPeopleUnreachable() {
    double before =
        meters.get("runbook.escalations").tag("team", "DATABASE_TEAM").counter().count();
    onCall.broken = true;
    incidentWith(Fault.DATABASE_DOWN);
    counted();

    assertThat(meters.get("runbook.escalations").tag("team", "DATABASE_TEAM").counter().count())
        .isEqualTo(before + 1);
    assertThat(meters.get("runbook.pages.unsent").gauge().value()).isPositive();
    assertThat(statusOf("people")).isEqualTo("UNREACHABLE");
    assertThat(statusOf("cluster")).isEqualTo("UP");
    assertThat(statusOf("work")).isEqualTo("UP");
    assertThat(health.health().getStatus().getCode()).isEqualTo("UP");

    onCall.broken = false;
    sendAgain();
    counted();
    assertThat(statusOf("people")).isEqualTo("UP");
  }

  private String statusOf(String component) {
    return health.healthForPath(component).getStatus().getCode();
  }

  private double figure(String name, String tag, String value) {
    return meters.get(name).tag(tag, value).gauge().value();
  }

  /** What the schedule does every {@code runbook.gauges.every}. */
  private void counted() {
    schedule.getScheduledTasks().stream()
        .map(it -> it.getTask().getRunnable())
        .filter(it -> it.toString().endsWith(".count"))
        .forEach(Runnable::run);
  }
}
