package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.delegates.remediation.planning.Remediation.NOW;
import static com.dhakacart.runbook.delegates.remediation.planning.Remediation.undoing;
import static com.dhakacart.runbook.fixtures.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.ledger.LostAnswers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LostAnswersTest {

  private final Change scaled = change("1-scale-out", ChangeKind.SCALE_OUT);
  private final Remediation here = new Remediation();
  private final LostAnswers lost = here.tables.ledger().lostAnswers();

  @BeforeEach
  void scaledOut() {
    here.approved(Remedy.MORE_CAPACITY, scaled);
    here.changes.note(here.incident.key(), 1, new AppliedChange(scaled, NOW, "scaled", false));
  }

  @Test
  void takeBackIsThere_isNoted() {
    begun(2);
    clusterSays(Answer.of("scale", NOW, true));

    note();

    assertThat(noted()).containsExactly("1-scale-out", "2-take-back-1-scale-out");
    assertThat(here.changes.changesInEffect(here.incident.key())).isEmpty();
  }

  @Test
  void takeBackIsNotThere_orNobodyCanSay_isNotNoted() {
    begun(2);

    clusterSays(Answer.of("scale", NOW, false));
    note();
    clusterSays(Answer.unknown("scale", NOW, "no answer"));
    note();

    assertThat(noted()).containsExactly("1-scale-out");
  }

  /** A scale carries no mark: whichever of them was made, both look as if they were. */
  @Test
  void takeBackWasBegunTwice_isNotedOnce() {
    begun(2);
    begun(3);
    clusterSays(Answer.of("scale", NOW, true));

    note();

    assertThat(noted()).containsExactly("1-scale-out", "3-take-back-1-scale-out");
  }

  private void note() {
    String incident = here.incident.key();
    lost.note(incident, it -> here.view.isMade(it, incident).known().orElse(false));
  }

  private void begun(int plan) {
    Change back = undoing(change(plan + "-take-back-1-scale-out", ChangeKind.SCALE_OUT), scaled);
    here.approved(Remedy.TAKE_BACK, back);
    here.tables.ledger().uses().begin(here.incident.key(), plan, back);
  }

  private void clusterSays(Answer<Boolean> made) {
    when(here.view.isMade(any(), any())).thenReturn(made);
  }

  private Iterable<String> noted() {
    return here.changes.all(here.incident.key()).stream()
        .map(it -> it.applied().change().id())
        .toList();
  }
}
