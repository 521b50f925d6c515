package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.process.intake.AlertDesk;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/** What the tests have in common that walk through the picture. */
@WalkTest
abstract class Walking {

  static final Map<String, Object> APPROVE = Map.of("decision", "APPROVE");
  static final Map<String, Object> KEEP_WATCHING =
      Map.of("decision", "KEEP_WATCHING", "reason", "It may need longer.");
  static final Map<String, Object> HAND_OVER =
      Map.of("decision", "HAND_OVER", "reason", "The team works on it by hand.");
  static final Map<String, Object> UNDO =
      Map.of("decision", "UNDO_CHANGE", "reason", "It did not help.");

  static Map<String, Object> tryAgain(String cause) {
    return Map.of("decision", "TRY_ANOTHER_CAUSE", "cause", cause, "reason", "Once more.");
  }

  private static final String[] EVERY_CHANGE = {
    "serviceTask_restartBackend",
    "serviceTask_raiseLimits",
    "serviceTask_scaleOut",
    "serviceTask_rollBackRelease",
    "serviceTask_degradeGracefully",
    "serviceTask_undoChange",
    "serviceTask_takeBackChange"
  };

  @Autowired ProcessEngine engine;
  @Autowired AlertDesk alerts;
  @Autowired SteppedClock clock;
  @Autowired ScriptedWorld world;
  @Autowired RecordingOnCall onCall;
  @Autowired ScheduledTaskHolder schedule;

  RunbookWalk walk;

  @BeforeEach
  void newWalk() {
    AbstractAssertions.init(engine);
    world.reset();
    onCall.reset();
    // what other tests changed is neither in the cooldown nor in the day's budget any more
    clock.forward(Duration.ofDays(2));
    walk = new RunbookWalk(engine, alerts, clock);
  }

  /** Ends what a test left open; a service whose process was deleted is free for the next one. */
  @AfterEach
  void closeWhatIsOpen() {
    engine.getIdentityService().clearAuthentication();
    engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .list()
        .forEach(
            it -> engine.getRuntimeService().deleteProcessInstance(it.getId(), "end of the test"));
  }

  RunbookWalk incidentWith(Fault fault) {
    world.fault = fault;
    return walk.alertFires().goOn();
  }

  /** The alert's end arrives, the errors stop, and the clock on the border looks. */
  void itIsOver() {
    world.heal();
    walk.alertResolves().fire("event_lookAgain");
  }

  void nothingWasChanged() {
    assertThat(world.made()).isEmpty();
    assertThat(walk.instance()).hasNotPassed(EVERY_CHANGE);
  }

  /** What the schedule does every {@code runbook.oncall.retry-every}. */
  void sendAgain() {
    schedule.getScheduledTasks().stream()
        .map(it -> it.getTask().getRunnable())
        .filter(it -> it.toString().contains("Pages.sendAgain"))
        .forEach(Runnable::run);
  }
}
