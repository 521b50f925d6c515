package com.dhakacart.runbook.process;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.model.EachRunbook;
import com.dhakacart.runbook.model.Runbook;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.impl.calendar.DurationHelper;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class RunbookClocksTest {

  private final FakeStep step = new FakeStep();

  @Test
  void timersOfTheModels_readExactlyTheTimesThatAreSet() {
    Set<String> read =
        Runbook.all().stream()
            .flatMap(it -> it.all(TimerEventDefinition.class).stream())
            .map(ModelElementInstance::getTextContent)
            .map(String::trim)
            .collect(toSet());
    assertThat(read)
        .isEqualTo(times(Map.of()).keySet().stream().map("${%s}"::formatted).collect(toSet()));
  }

  @EachRunbook
  void timersThatRepeat_areCycles_andAllOthersAreDurations(Runbook runbook) {
    Map<String, String> times = times(Map.of());
    assertThat(runbook.all(TimerEventDefinition.class))
        .allSatisfy(
            timer -> {
              String time = times.get(timer.getTextContent().trim().replaceAll("[${}]", ""));
              if (timer.getTimeCycle() != null) {
                assertThat(time).startsWith("R/");
                assertThat(new DurationHelper(time).isRepeat()).isTrue();
              } else {
                assertThat(timer.getTimeDuration()).as(timer.getId()).isNotNull();
                assertThat(new DurationHelper(time).getDateAfter()).isNotNull();
              }
            });
  }

  @Test
  void wantOfImprovement_isCountedFromTheOpening_andTheRestFromWhereItBegins() {
    Map<String, String> settings =
        Map.of("runbook.phases.investigation", "20m", "runbook.phases.recovery", "90s");
    set(settings);
    assertThat(step.get(IncidentVariables.NOT_IMPROVED_SCHEDULE))
        .isEqualTo("R/2026-11-23T23:25:32Z/PT5M");
    assertThat(step.get(IncidentVariables.LOOK_AGAIN_SCHEDULE))
        .isEqualTo("R/2026-11-23T23:05:32Z/PT30S");
    assertThat(step.get(IncidentVariables.IMMEDIATE_ACTIONS_TIME))
        .isEqualTo("2026-11-23T23:05:32Z/PT5M");
    assertThat(times(settings)).containsEntry("recoveryTime", "PT1M30S");
  }

  @Test
  void askingIsNeverGivenUp_whereTheSettingIsZero() {
    assertThat(times(Map.of("runbook.approval.give-up-after", "0s")))
        .containsEntry("giveUpAfter", "PT876000H");
  }

  @ParameterizedTest
  @CsvSource({
    "23:06:00, 23:20:32",
    "23:20:31, 23:20:32",
    "23:20:32, 23:25:32",
    "23:27:00, 23:30:32"
  })
  void wantOfImprovement_isLookedForNext_atTheTimeOfItsTimer(String now, String next) {
    RunbookClocks clocks = set(Map.of());
    assertThat(clocks.looksForImprovementAt(step.execution(), at(now))).contains(at(next));
  }

  @Test
  void deadlinesOfAnApproval_areThoseOfItsTimers() {
    RunbookClocks clocks = set(Map.of("runbook.approval.remind-after", "7m"));
    assertThat(clocks.givesUpAt(step.execution(), at("23:06:00"))).contains(at("23:36:00"));
    assertThat(clocks.remindsAt(step.execution(), at("23:06:00"))).isEqualTo(at("23:13:00"));
  }

  @Test
  void deadlineOfAnApproval_isNone_whereAskingIsNeverGivenUp() {
    RunbookClocks clocks = set(Map.of("runbook.approval.give-up-after", "0s"));
    assertThat(clocks.givesUpAt(step.execution(), at("23:06:00"))).isEmpty();
  }

  @Test
  void wantOfImprovement_isNotLookedFor_whereAnOlderIncidentHasNoClock() {
    RunbookClocks clocks = set(Map.of());
    var older = new FakeStep().execution();
    assertThat(clocks.looksForImprovementAt(older, at("23:06:00"))).isEmpty();
  }

  @Test
  void incidentOfAnOlderVersion_hasClocksOfItsOwn() {
    RunbookClocks clocks = set(Map.of("runbook.approval.remind-after", "7m"));
    step.with(IncidentVariables.GIVE_UP_AFTER, "PT1H")
        .with(IncidentVariables.REMIND_SCHEDULE, "R/PT2M");
    assertThat(clocks.givesUpAt(step.execution(), at("23:06:00"))).contains(at("00:06:00", 24));
    assertThat(clocks.remindsAt(step.execution(), at("23:06:00"))).isEqualTo(at("23:08:00"));
  }

  private static Instant at(String clock) {
    return at(clock, 23);
  }

  private static Instant at(String clock, int day) {
    return Instant.parse("2026-11-%dT%sZ".formatted(day, clock));
  }

  /** What an incident has when it is opened, and what is the same for all. */
  private Map<String, String> times(Map<String, String> properties) {
    set(properties);
    Map<String, String> times = new HashMap<>();
    step.variables().forEach((name, value) -> times.put(name, (String) value.getValue()));
    try (var context = new AnnotationConfigApplicationContext()) {
      context.registerBean(
          PhaseSettings.class, () -> SettingsOf.type(PhaseSettings.class, properties));
      context.registerBean(
          RecoverySettings.class, () -> SettingsOf.type(RecoverySettings.class, properties));
      context.registerBean(
          ApprovalSettings.class, () -> SettingsOf.type(ApprovalSettings.class, properties));
      context.register(ModelTimes.class);
      context.refresh();
      times.putAll(context.getBeansOfType(String.class));
    }
    return times;
  }

  private RunbookClocks set(Map<String, String> properties) {
    RunbookClocks clocks = RealClocks.of(properties);
    clocks.set(step.execution(), Instant.parse("2026-11-23T23:05:32.417Z"));
    return clocks;
  }
}
