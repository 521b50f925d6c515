package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.crash.Timers.Place;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a kill may do to a timer, and what it must not. */
class TimersTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Place REMINDER = new Place("event_noDecision", "execution");

  private final Timers before = new Timers(Map.of(REMINDER, LATER), Set.of("execution"));

  @Test
  void timerIsThereAsItWas_nothingIsSaid() {
    assertThat(before.changed(before, NOW)).isEmpty();
  }

  @Test
  void timerIsGone_orMadeAnewWithAnotherTime_isSaid() {
    assertThat(after(Map.of(), "execution").changed(before, NOW))
        .containsOnlyKeys(REMINDER.toString());
    assertThat(after(Map.of(REMINDER, LATER.plusSeconds(1)), "execution").changed(before, NOW))
        .containsOnlyKeys(REMINDER.toString());
  }

  @Test
  void timerWasDue_orWhatItBelongedToWasLeft_itMayBeGone() {
    assertThat(after(Map.of(), "execution").changed(before, LATER)).isEmpty();
    assertThat(after(Map.of(), "another").changed(before, NOW)).isEmpty();
  }

  private static Timers after(Map<Place, Instant> due, String execution) {
    return new Timers(due, Set.of(execution));
  }
}
