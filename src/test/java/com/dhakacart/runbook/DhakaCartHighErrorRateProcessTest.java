package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.ScriptedWorld.Fault;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.process.AlertDesk;
import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One test for each path through the picture. */
@WalkTest
class DhakaCartHighErrorRateProcessTest {

  @Autowired ProcessEngine engine;
  @Autowired AlertDesk alerts;
  @Autowired SteppedClock clock;
  @Autowired ScriptedWorld world;
  @Autowired RecordingOnCall onCall;

  RunbookWalk walk;

  @BeforeEach
  void newWalk() {
    world.reset();
    onCall.reset();
    walk = new RunbookWalk(engine, alerts, clock);
  }

  @AfterEach
  void closeWhatIsOpen() {
    WalkTest.Cleaner.clean(engine);
  }

  @Test
  void badRelease_approved_isRolledBackAndReported() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires().goOn();

    assertThat(walk.variable("cause")).isEqualTo("CODE_DEPLOYMENT");
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");

    walk.decide("userTask_approveChange", "oncall", Map.of("decision", "APPROVE"));
    recovers();

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
    assertThat(walk.openTasks()).contains("userTask_recordRootCause");
  }

  private void recovers() {
    for (int i = 0; i < 6 && walk.waitsAt("event_measureAgain"); i++) {
      clock.forward(Duration.ofSeconds(30));
      walk.fire("event_measureAgain");
    }
  }
}
