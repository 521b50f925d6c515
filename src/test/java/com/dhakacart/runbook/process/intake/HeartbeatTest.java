package com.dhakacart.runbook.process.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.process.AlertsSilent;
import com.dhakacart.runbook.process.RunbookTables;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether it is noticed that no alert comes any more. */
class HeartbeatTest {

  private final SteppedClock clock = new SteppedClock();
  private final RunbookTables tables = new RunbookTables(clock);
  private final List<AlertsSilent> told = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private boolean away;

  @Test
  void silenceLastsLongerThanTheSetting_isToldOnce_andSeenInHealthAndGauge() {
    Heartbeat heartbeat = node("10m");
    Instant began = clock.instant();
    heartbeat.listen();
    forward(heartbeat, 9);
    assertThat(told).isEmpty();
    assertThat(heartbeat.health().getStatus().getCode()).isEqualTo("UP");

    forward(heartbeat, 2);
    forward(heartbeat, 1);

    assertThat(told).containsExactly(new AlertsSilent(began));
    assertThat(heartbeat.health().getStatus().getCode()).isEqualTo("SILENT");
    assertThat(meters.get("runbook.alertmanager.silence").gauge().value()).isEqualTo(12 * 60);
  }

  @Test
  void watchdogComes_nothingIsTold_andItsReturnEndsTheSilence() {
    Heartbeat heartbeat = node("10m");
    for (int i = 0; i < 10; i++) {
      forward(heartbeat, 9);
      heartbeat.heard();
      heartbeat.listen();
    }
    assertThat(told).isEmpty();

    forward(heartbeat, 11);
    heartbeat.heard();
    forward(heartbeat, 1);
    assertThat(heartbeat.health().getStatus().getCode()).isEqualTo("UP");
    assertThat(told).hasSize(1);
  }

  @Test
  void otherNodeHearsIt_thisOneIsNotAlarmed_andASilenceOfBothBeginsAtTheSameTime() {
    Heartbeat one = node("10m");
    Heartbeat other = node("10m");
    clock.forward(Duration.ofMinutes(9));
    one.heard();
    Instant last = clock.instant();
    one.listen();
    forward(other, 9);
    assertThat(told).isEmpty();

    clock.forward(Duration.ofMinutes(5));
    one.listen();
    other.listen();
    assertThat(told).containsExactly(new AlertsSilent(last), new AlertsSilent(last));
  }

  @Test
  void silenceCannotBeToldNow_isToldTheNextTime() {
    Heartbeat heartbeat = node("10m");
    heartbeat.listen();
    away = true;
    assertThatIllegalStateException().isThrownBy(() -> forward(heartbeat, 11));
    away = false;

    forward(heartbeat, 1);
    forward(heartbeat, 1);

    assertThat(told).hasSize(1);
  }

  @Test
  void thereIsNoWatchdog_silenceIsAllRight() {
    Heartbeat heartbeat = node(null);
    forward(heartbeat, 60 * 24);
    assertThat(told).isEmpty();
    assertThat(heartbeat.health().getStatus().getCode()).isEqualTo("UP");
  }

  private void forward(Heartbeat heartbeat, int minutes) {
    clock.forward(Duration.ofMinutes(minutes));
    heartbeat.listen();
  }

  private Heartbeat node(String silentAfter) {
    return new Heartbeat(
        SettingsOf.type(
            HeartbeatSettings.class,
            silentAfter == null
                ? Map.of()
                : Map.of("runbook.alerting.heartbeat.silent-after", silentAfter)),
        tables.jdbc,
        clock,
        this::tell,
        meters);
  }

  private void tell(Object event) {
    if (away) {
      throw new IllegalStateException("the database is away");
    }
    told.add((AlertsSilent) event);
  }
}
