package com.dhakacart.runbook.process.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.IncidentClosed;
import com.dhakacart.runbook.process.RunbookTables;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is late is told by the order in which it came: each node has a clock of its own. */
class LateAlertsTest {

  private final SteppedClock here = new SteppedClock();
  private final RunbookTables tables = new RunbookTables(here);
  private final Incident incident =
      tables
          .openings()
          .open(new Workload("shop", "dhakacart", "shop", "shop", 5000, "shop"), "ShopFails");
  private final List<Alert> takenAnew = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {-30, 0, 30})
  void alertCameAfterTheLastMeasurement_isTakenAnew_whateverItsNodesClockSays(int secondsAhead) {
    came("early", secondsAhead);
    here.forward(Duration.ofSeconds(20));
    measured();
    here.forward(Duration.ofSeconds(1));
    came("late", secondsAhead);
    closed(Outcome.RECOVERED);

    assertThat(takenAnew).extracting(Alert::fingerprint).containsExactly("late");
  }

  @ParameterizedTest
  @ValueSource(ints = {-30, 0, 30})
  void itIsMeasuredOnceMore_nothingIsLate(int secondsAhead) {
    measured();
    came("seen by the last one", secondsAhead);
    measured();
    closed(Outcome.RECOVERED);

    assertThat(takenAnew).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-30, 0, 30})
  void peopleHaveItInHand_nothingIsTakenAnew(int secondsAhead) {
    measured();
    came("late", secondsAhead);
    closed(Outcome.HANDED_OVER);

    assertThat(takenAnew).isEmpty();
  }

  private void measured() {
    tables.incidents().measured(incident, tables.incidents().newestArrival(incident));
  }

  private void came(String fingerprint, int secondsAhead) {
    Alert alert =
        new Alert(
            fingerprint,
            incident.alertName(),
            "shop",
            "critical",
            true,
            here.instant(),
            null,
            Map.of(),
            Map.of());
    new Episodes(tables.jdbc, Clock.offset(here, Duration.ofSeconds(secondsAhead)))
        .note(alert, incident.key(), true);
  }

  private void closed(Outcome outcome) {
    AlertIntake intake = mock(AlertIntake.class);
    when(intake.runbooks(any())).thenReturn(Set.of());
    when(intake.take(any(), any()))
        .thenAnswer(
            call -> {
              takenAnew.addAll(call.getArgument(0));
              return Map.of();
            });
    new LateAlerts(new Episodes(tables.jdbc, here), intake)
        .takeAnew(new IncidentClosed(incident.key(), outcome));
  }
}
