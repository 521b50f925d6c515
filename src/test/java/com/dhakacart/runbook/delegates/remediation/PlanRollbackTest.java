package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.OBSERVED;
import static com.dhakacart.runbook.process.IncidentVariables.PLANNED_CHANGE;
import static com.dhakacart.runbook.process.IncidentVariables.REMEDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.Remedy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanRollbackTest {

  private final Remediation here = new Remediation();

  @Test
  void errorsBeganWithTheRelease_aRollbackIsProposed() {
    plan(new Observation(Kind.ERRORS_BEGAN_WITH_ROLLOUT, "seconds after"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.ROLLBACK);
    assertThat(here.step.get(PLANNED_CHANGE).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ERRORS_BEGAN_BEFORE_ROLLOUT, older than the release",
    "LATEST_REVISION_RAN_BEFORE, bring back the one that somebody has left",
    "ROLLOUT_CHANGED_TEMPLATE_NOT_IMAGE_TAG, the tag decides",
    "DATABASE_REFUSES_CONNECTIONS, would not become ready either"
  })
  void rollbackThatWouldDoHarm_isNotProposed_andTheReasonIsGiven(Kind seen, String because) {
    plan(new Observation(seen, "at 22:40"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains(because, "Seen: at 22:40");
    verify(here.cluster, never()).planRollBack(any(), any());
  }

  /** A person who chose the cause may know of a slow leak. */
  @Test
  void releaseIsHoursOld_isWarnedOf() {
    plan(new Observation(Kind.NO_RECENT_RELEASE, "hours before"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.ROLLBACK);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains("no release in the half hour");
  }

  /** The release itself has the wrong address, and only going back helps. */
  @Test
  void databaseRefusesSinceTheRelease_aRollbackIsProposed() {
    plan(
        new Observation(Kind.DATABASE_REFUSES_CONNECTIONS, "ENOTFOUND"),
        new Observation(Kind.ERRORS_BEGAN_WITH_ROLLOUT, "seconds after"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.ROLLBACK);
  }

  private void plan(Observation... observed) {
    here.step.with(OBSERVED, List.of(observed));
    when(here.cluster.planRollBack(any(), any()))
        .thenAnswer(it -> Remediation.change(it.getArgument(1), ChangeKind.ROLL_BACK));
    new PlanRollback(here.cluster, here.planning).execute(here.step.execution());
  }
}
