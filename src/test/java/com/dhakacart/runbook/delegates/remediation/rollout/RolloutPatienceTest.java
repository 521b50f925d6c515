package com.dhakacart.runbook.delegates.remediation.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.delegates.remediation.planning.Remediation;
import com.dhakacart.runbook.fixtures.Changes;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RolloutStatus.PodsRefused;
import com.dhakacart.runbook.incident.RolloutStatus.State;
import com.dhakacart.runbook.process.PhaseSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RolloutPatienceTest {

  private static final String BECAUSE = "pods \"b-1\" is forbidden: violates PodSecurity";

  private final Remediation here = new Remediation();

  @BeforeEach
  void changed() {
    var change = Changes.change("1-roll-back", ChangeKind.ROLL_BACK);
    here.approved(Remedy.ROLLBACK, change);
    here.changes.note(
        here.incident.key(), 1, new AppliedChange(change, Remediation.NOW, "rolled back", false));
  }

  // The rollout was waited for until its deadline, and the reason was not said then either.
  @Test
  void podsAreRefusedFor2min_itHasFailed_andItIsSaidWhy() {
    RolloutStatus judged = judged(121, Remediation.NOW);
    assertThat(judged.state()).isEqualTo(State.FAILED);
    assertThat(judged.message()).contains("has come no further for 120 s", BECAUSE);
  }

  @Test
  void podsAreRefusedForLess_itIsWaitedFor() {
    assertThat(judged(119, Remediation.NOW).state()).isEqualTo(State.RUNNING);
    assertThat(judged(600, Remediation.NOW.plusSeconds(500)).state()).isEqualTo(State.RUNNING);
  }

  /** What a rollback ends may still stand in the Deployment for a moment. */
  @Test
  void podsWereRefusedBeforeTheChange_thatIsNotHeldAgainstIt() {
    assertThat(judged(60, Remediation.NOW.minusSeconds(3600)).state()).isEqualTo(State.RUNNING);
  }

  @Test
  void itIsNotSaidSinceWhen_itCountsFromTheChange() {
    assertThat(judged(119, null).state()).isEqualTo(State.RUNNING);
    assertThat(judged(121, null).state()).isEqualTo(State.FAILED);
  }

  @Test
  void noPodIsRefused_itMayTakeItsTime() {
    RolloutStatus running = new RolloutStatus(State.RUNNING, "1 of 3");
    assertThat(patience(800).judge(here.incident, running)).isEqualTo(running);
    assertThat(patience(901).judge(here.incident, running).state()).isEqualTo(State.FAILED);
  }

  private RolloutStatus judged(int secondsAfterTheChange, Instant refusedSince) {
    return patience(secondsAfterTheChange)
        .judge(
            here.incident,
            new RolloutStatus(
                State.RUNNING, "0 of 3: " + BECAUSE, true, new PodsRefused(BECAUSE, refusedSince)));
  }

  private RolloutPatience patience(int secondsAfterTheChange) {
    return new RolloutPatience(
        here.changes,
        SettingsOf.type(PhaseSettings.class, Map.of()),
        Clock.fixed(Remediation.NOW.plusSeconds(secondsAfterTheChange), ZoneOffset.UTC));
  }
}
