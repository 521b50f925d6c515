package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.fixtures.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Obstacle;
import com.dhakacart.runbook.incident.Remedy;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakingEffectTest {

  private static final Change LIMITS = change("1-raise-limits", ChangeKind.RAISE_LIMITS);
  private static final Change SCALE = change("1-scale-out", ChangeKind.SCALE_OUT);

  private final Remediation here = new Remediation();
  private final TakingEffect effect = new TakingEffect(here.view);
  private final Draft draft = new Draft("more", List.of("temporary"), List.of(LIMITS, SCALE));

  @Test
  void nothingStandsAgainstIt_theDraftIsAsItWas() {
    Draft planned = effect.of(draft, Remedy.MORE_CAPACITY);
    assertThat(planned.changes()).containsExactly(LIMITS, SCALE);
    assertThat(planned.warnings()).containsExactly("temporary");
  }

  @Test
  void oneChangeCannotTakeEffect_theOtherIsAskedFor_andItIsSaidWhy() {
    stands(LIMITS, Obstacle.forbidding("the rollout is paused; resume it"));
    Draft planned = effect.of(draft, Remedy.MORE_CAPACITY);
    assertThat(planned.changes()).containsExactly(SCALE);
    assertThat(planned.warnings()).containsExactly("temporary", "the rollout is paused; resume it");
  }

  @Test
  void noChangeCanTakeEffect_nothingIsAskedFor_andEachFactIsNamedOnce() {
    stands(LIMITS, Obstacle.forbidding("it is being deleted; deploy it again"));
    stands(SCALE, Obstacle.forbidding("it is being deleted; deploy it again"));
    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> effect.of(draft, Remedy.MORE_CAPACITY))
        .withMessage("it is being deleted; deploy it again");
  }

  @Test
  void whatLimitsTheEffect_isSaidBefore() {
    stands(SCALE, Obstacle.warning("Recreate: nobody is served meanwhile"));
    assertThat(effect.of(draft, Remedy.MORE_CAPACITY).warnings())
        .containsExactly("temporary", "Recreate: nobody is served meanwhile");
  }

  @Test
  void whatTheDryRunSaid_isSaidBefore() {
    Change warned = Remediation.warned(SCALE, "The API server warns: would violate PodSecurity");
    Draft draft = new Draft("more", List.of("temporary"), List.of(LIMITS, warned));
    assertThat(effect.of(draft, Remedy.MORE_CAPACITY).warnings())
        .containsExactly("temporary", "The API server warns: would violate PodSecurity");
  }

  @Test
  void clusterCouldNotBeAsked_itIsPlanned_andSaid() {
    when(here.view.obstacles(any()))
        .thenReturn(Answer.unknown("objects", Remediation.NOW, "403 Forbidden"));
    Draft planned = effect.of(draft, Remedy.MORE_CAPACITY);
    assertThat(planned.changes()).hasSize(2);
    assertThat(planned.warnings()).anySatisfy(it -> assertThat(it).contains("403 Forbidden"));
  }

  /** What was changed for the incident must always be possible to take back. */
  @Test
  void undo_isNotLeftOut() {
    stands(LIMITS, Obstacle.forbidding("the rollout is paused; resume it"));
    Draft planned = effect.of(draft, Remedy.UNDO);
    assertThat(planned.changes()).containsExactly(LIMITS, SCALE);
    assertThat(planned.warnings()).contains("the rollout is paused; resume it");
  }

  private void stands(Change change, Obstacle obstacle) {
    when(here.view.obstacles(change))
        .thenReturn(Answer.of("objects", Remediation.NOW, List.of(obstacle)));
  }
}
