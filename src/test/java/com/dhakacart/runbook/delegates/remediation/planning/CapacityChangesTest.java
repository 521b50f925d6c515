package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.fixtures.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.cluster.changing.ChangeDenied;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapacityChangesTest {

  private static final Change SCALE = change("1-scale-out", ChangeKind.SCALE_OUT);
  private static final Room ROOM = new Room(Map.of("memory", "1Gi"), 6, List.of());

  private final Remediation here = new Remediation();
  private final CapacityChanges changes = new CapacityChanges(here.cluster);

  @BeforeEach
  void policyDeniesTheLimits() {
    ChangeDenied denied = mock(ChangeDenied.class);
    when(denied.getMessage()).thenReturn("the maximum allowed is 768Mi");
    when(here.cluster.planLimits(any(), any(), any())).thenThrow(denied);
  }

  @Test
  void policyDeniesTheLimits_theReplicasAreProposedAlone_withItsWords() {
    when(here.cluster.planReplicas(any(), anyInt(), any())).thenReturn(List.of(SCALE));
    Draft draft = changes.draft(here.incident.workload(), ROOM, 1, List.of("temporary"));
    assertThat(draft.changes()).containsExactly(SCALE);
    assertThat(draft.warnings()).containsExactly("temporary", "the maximum allowed is 768Mi");
    assertThat(draft.summary().apply(draft.changes())).startsWith("Run at least 6 replicas");
  }

  @Test
  void policyDeniesTheReplicas_theLimitsAreProposedAlone_withItsWords() {
    Change limits = change("1-raise-limits", ChangeKind.RAISE_LIMITS);
    ChangeDenied denied = mock(ChangeDenied.class);
    when(denied.getMessage()).thenReturn("the policy makes 3 of 6");
    doReturn(List.of(limits)).when(here.cluster).planLimits(any(), any(), any());
    when(here.cluster.planReplicas(any(), anyInt(), any())).thenThrow(denied);
    Draft draft = changes.draft(here.incident.workload(), ROOM, 1, List.of("temporary"));
    assertThat(draft.changes()).containsExactly(limits);
    assertThat(draft.warnings()).containsExactly("temporary", "the policy makes 3 of 6");
  }

  @Test
  void policyDeniesTheLimits_andThereIsNothingElse_itsWordsAreTheReason() {
    when(here.cluster.planReplicas(any(), anyInt(), any())).thenReturn(List.of());
    assertThatExceptionOfType(ChangeDenied.class)
        .isThrownBy(() -> changes.draft(here.incident.workload(), ROOM, 1, List.of()))
        .withMessage("the maximum allowed is 768Mi");
  }
}
