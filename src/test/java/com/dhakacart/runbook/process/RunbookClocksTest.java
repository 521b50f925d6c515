package com.dhakacart.runbook.process;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.model.EachRunbook;
import com.dhakacart.runbook.model.Runbook;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.impl.calendar.DurationHelper;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunbookClocksTest {

  private final FakeStep step = new FakeStep();

  @Test
  void timersOfTheModels_readExactlyTheTimesThatAreSet() {
    set(Map.of());
    Set<String> read =
        Runbook.all().stream()
            .flatMap(it -> it.all(TimerEventDefinition.class).stream())
            .map(ModelElementInstance::getTextContent)
            .map(String::trim)
            .collect(toSet());
    assertThat(read)
        .isEqualTo(step.variables().keySet().stream().map("${%s}"::formatted).collect(toSet()));
  }

  @EachRunbook
  void timersThatRepeat_areCycles_andAllOthersAreDurations(Runbook runbook) {
    set(Map.of());
    assertThat(runbook.all(TimerEventDefinition.class))
        .allSatisfy(
            timer -> {
              String variable = timer.getTextContent().trim().replaceAll("[${}]", "");
              String time = (String) step.variables().get(variable).getValue();
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
    set(Map.of("runbook.phases.investigation", "20m", "runbook.phases.recovery", "90s"));
    assertThat(step.get(IncidentVariables.NOT_IMPROVED_SCHEDULE))
        .isEqualTo("R/2026-11-23T23:25:32Z/PT5M");
    assertThat(step.get(IncidentVariables.LOOK_AGAIN_SCHEDULE))
        .isEqualTo("R/2026-11-23T23:05:32Z/PT30S");
    assertThat(step.get(IncidentVariables.RECOVERY_TIME)).isEqualTo("PT1M30S");
  }

  @Test
  void askingIsNeverGivenUp_whereTheSettingIsZero() {
    set(Map.of("runbook.approval.give-up-after", "0s"));
    assertThat(step.get(IncidentVariables.GIVE_UP_AFTER)).isEqualTo("PT876000H");
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
    assertThat(clocks.remindsAt(step.execution(), at("23:06:00"))).contains(at("23:13:00"));
  }

  @Test
  void deadlineOfAnApproval_isNone_whereAskingIsNeverGivenUp_orAnOlderIncidentHasNoClock() {
    RunbookClocks clocks = set(Map.of("runbook.approval.give-up-after", "0s"));
    assertThat(clocks.givesUpAt(step.execution(), at("23:06:00"))).isEmpty();

    var older = new FakeStep().execution();
    assertThat(clocks.givesUpAt(older, at("23:06:00"))).isEmpty();
    assertThat(clocks.remindsAt(older, at("23:06:00"))).isEmpty();
    assertThat(clocks.looksForImprovementAt(older, at("23:06:00"))).isEmpty();
  }

  private static Instant at(String clock) {
    return Instant.parse("2026-11-23T" + clock + "Z");
  }

  private RunbookClocks set(Map<String, String> properties) {
    RunbookClocks clocks =
        new RunbookClocks(
            SettingsOf.type(PhaseSettings.class, properties),
            SettingsOf.type(RecoverySettings.class, properties),
            SettingsOf.type(ApprovalSettings.class, properties));
    clocks.set(step.execution(), Instant.parse("2026-11-23T23:05:32.417Z"));
    return clocks;
  }
}
