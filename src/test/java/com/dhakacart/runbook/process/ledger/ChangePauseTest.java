package com.dhakacart.runbook.process.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.process.RunbookTables;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangePauseTest {

  private final RunbookTables tables = new RunbookTables(Clock.systemUTC());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChangePause pause = tables.ledger().pause(Map.of(), meters);

  @Test
  void nobodyEverPaused_changesAreNotPaused() {
    assertThat(pause.state().paused()).isFalse();
    assertThat(pause.inWords()).isEmpty();
    assertThat(gauge()).isZero();
  }

  @Test
  void paused_saysWhoWhenAndWhy_andShowsInTheGauge() {
    pause.pause("senior", "the database moves");

    assertThat(pause.inWords().orElseThrow())
        .matches("All changes are paused since .* UTC by senior: the database moves");
    assertThat(gauge()).isOne();
  }

  @Test
  void pausedASecondTime_whoCameFirstStaysNamed() {
    pause.pause("senior", "the database moves");
    pause.pause("oncall", "to be sure");

    assertThat(pause.state().by()).isEqualTo("senior");
  }

  @Test
  void pauseIsEnded_namesWhoEndedIt() {
    pause.pause("senior", "the database moves");

    assertThat(pause.resume("oncall"))
        .satisfies(
            it -> {
              assertThat(it.paused()).isFalse();
              assertThat(it.by()).isEqualTo("oncall");
            });
    assertThat(gauge()).isZero();
  }

  @Test
  void restart_findsThePause() {
    pause.pause("senior", "the database moves");
    ChangePause afterRestart = tables.ledger().pause(Map.of(), new SimpleMeterRegistry());
    afterRestart.afterSingletonsInstantiated();

    assertThat(afterRestart.state().by()).isEqualTo("senior");
  }

  @Test
  void setInTheSettings_isPausedAtEachStart_andEndedByAPerson() {
    pause.pause("senior", "");
    pause.resume("senior");
    ChangePause set =
        tables.ledger().pause(Map.of("runbook.changes.paused", "true"), new SimpleMeterRegistry());
    set.afterSingletonsInstantiated();
    assertThat(set.inWords().orElseThrow()).contains("by runbook.changes.paused");

    set.resume("oncall");

    assertThat(pause.state().paused()).isFalse();
  }

  private double gauge() {
    return meters.get("runbook.changes.paused").gauge().value();
  }
}
