package com.dhakacart.runbook.delegates.remediation.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.fixtures.Changes;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ChangeKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomsTest {

  private static final Map<String, String> LIMITS = Map.of("memory", "1Gi", "cpu", "1000m");
  private static final String FULL = "ResourceQuota team allows 4Gi";

  private final Remediation here = new Remediation();

  @BeforeEach
  void nothingFits() {
    when(here.view.hindrances(any(), any(), anyInt())).thenReturn(answer(FULL));
  }

  @Test
  void bothFit_bothAreProposed() {
    when(here.view.hindrances(any(), eq(LIMITS), eq(6))).thenReturn(answer());
    Room room = room();
    assertThat(room.limits()).isEqualTo(LIMITS);
    assertThat(room.replicas()).isEqualTo(6);
    assertThat(room.warnings()).singleElement().asString().startsWith("Temporary");
  }

  @Test
  void onlyTheLimitsFit_theyAlone_andItIsSaidWhy() {
    when(here.view.hindrances(any(), eq(LIMITS), eq(0))).thenReturn(answer());
    Room room = room();
    assertThat(room.limits()).isEqualTo(LIMITS);
    assertThat(room.replicas()).isZero();
    assertThat(room.warnings()).contains(FULL);
    assertThat(
            room.summary(
                here.incident.workload(),
                List.of(Changes.change("1-raise-limits", ChangeKind.RAISE_LIMITS))))
        .isEqualTo(
            "Raise the limits of %s to memory 1Gi, cpu 1000m, for the time of the incident"
                .formatted(here.incident.workload().name()));
  }

  @Test
  void onlyTheReplicasFit_theyAlone_andItIsSaidWhy() {
    when(here.view.hindrances(any(), eq(Map.of()), eq(6))).thenReturn(answer());
    Room room = room();
    assertThat(room.limits()).isEmpty();
    assertThat(room.replicas()).isEqualTo(6);
    assertThat(
            room.summary(
                here.incident.workload(),
                List.of(Changes.change("1-scale-out", ChangeKind.SCALE_OUT))))
        .startsWith("Run at least 6 replicas");
  }

  @Test
  void nothingFits_nothingIsProposed() {
    assertThat(room().nothingFits()).isTrue();
    assertThat(room().warnings()).containsExactly(FULL);
  }

  @Test
  void nobodyMaySeeQuotas_itIsProposedWithAWarning() {
    when(here.view.hindrances(any(), any(), anyInt()))
        .thenReturn(Answer.unknown("quotas", Remediation.NOW, "403 Forbidden"));
    assertThat(room().nothingFits()).isFalse();
    assertThat(room().warnings()).anySatisfy(it -> assertThat(it).contains("403 Forbidden"));
  }

  private Room room() {
    return new Rooms(here.view, here.changes, new RemediationSettings(LIMITS, 6, 8, null))
        .fitting(here.incident);
  }

  private static Answer<List<String>> answer(String... reasons) {
    return Answer.of("quotas", Remediation.NOW, List.of(reasons));
  }
}
