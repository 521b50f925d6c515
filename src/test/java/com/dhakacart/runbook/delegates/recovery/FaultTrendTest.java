package com.dhakacart.runbook.delegates.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.ErrorRateHistory.Sample;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTrendTest {

  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");

  private final Metrics metrics = mock(Metrics.class);
  private final ClusterView cluster = mock(ClusterView.class);
  private final RecoverySettings settings = SettingsOf.type(RecoverySettings.class, Map.of());
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final HealthProbe health = mock(HealthProbe.class);
  private final Incidents incidents = mock(Incidents.class);
  private final DelegateExecution step = mock(DelegateExecution.class);
  private final ErrorRate errorRate = new ErrorRate(metrics, settings, clock);
  private final Serving serving = new Serving(cluster, health, settings, clock);
  private final FaultTrend trend =
      new FaultTrend(
          errorRate, incidents, metrics, new AlertEnd(incidents, errorRate, serving), serving);
  private final Incident incident =
      new Incident(
          "INC-1",
          new Workload("shop", "dhakacart", "dhakacart-backend", "backend", 5000, "shop"),
          "DhakaCartHighErrorRate",
          NOW.minusSeconds(300));

  @BeforeEach
  void podsAreWell() {
    when(incidents.hadAlert(any())).thenReturn(true);
    when(cluster.endpoints(any())).thenReturn(known(List.of(new ServiceEndpoints("svc", 3, 0))));
    when(cluster.pods(any())).thenReturn(known(List.of(pod(null))));
    when(health.health(any()))
        .thenReturn(
            known(
                List.of(
                    new PodHealth(
                        "pod-1", "pod proxy", 200, 10, "healthy", null, null, null, null))));
    when(health.keyEndpoints(any())).thenReturn(known(List.of(answers(200))));
  }

  @Test
  void alertIsOver_andTheRateIsBack_isGoingAway() {
    measured(false, 20, 0.01);
    assertThat(trend.isGoingAway(step, incident)).isTrue();
  }

  @Test
  void alertIsOver_andTheRateFallsClearly_isGoingAway() {
    measured(false, 20, 0.10, 0.30, 0.30, 0.20, 0.10);
    assertThat(trend.isGoingAway(step, incident)).isTrue();
  }

  @Test
  void thereWasNoAlert_whoStartedItIsAsked_howeverWellItLooks() {
    when(incidents.hadAlert(any())).thenReturn(false);
    measured(false, 20, 0.003);
    assertThat(trend.isGoingAway(step, incident)).isFalse();
  }

  @Test
  void alertIsOver_butTheRateOnlySwings_isStillFailing() {
    measured(false, 20, 0.12, 0.30, 0.10, 0.12);
    assertThat(trend.isGoingAway(step, incident)).isFalse();
  }

  @Test
  void alertFires_andTheRateHasBeenBackForAMinute_isGoingAway() {
    measured(true, 20, 0.01, 0.02, 0.01, 0.01, 0.01, 0.01, 0.01);
    assertThat(trend.isGoingAway(step, incident)).isTrue();
  }

  @Test
  void alertFires_andTheRateOnlyDips_isStillFailing() {
    measured(true, 20, 0.01, 0.30, 0.02, 0.30, 0.01);
    assertThat(trend.isGoingAway(step, incident)).isFalse();
  }

  @Test
  void alertFires_andTheRateFallsClearlyButIsNotBack_isStillFailing() {
    measured(true, 20, 0.10, 0.30, 0.20, 0.10);
    assertThat(trend.isGoingAway(step, incident)).isFalse();
  }

  // A service that nobody reaches counts no errors.
  @Test
  void noRequestsArrive_isStillFailing() {
    measured(false, 0, null, 0.30, 0.20, 0.0);
    assertThat(trend.isGoingAway(step, incident)).isFalse();
  }

  @Test
  void rateIsBack_butAPodRestartedJustNow_isStillFailing() {
    measured(false, 20, 0.01);
    when(cluster.pods(any()))
        .thenReturn(
            known(List.of(pod(new PodState.Termination("OOMKilled", 137, NOW.minusSeconds(40))))));
    assertThat(trend.isGoingAway(step, incident)).isFalse();
  }

  @Test
  void rateIsBack_butAnEndpointIsNotReady_isStillFailing() {
    measured(false, 20, 0.01);
    when(cluster.endpoints(any())).thenReturn(known(List.of(new ServiceEndpoints("svc", 2, 1))));
    assertThat(trend.isGoingAway(step, incident)).isFalse();
  }

  // It counts before the first customer has met it.
  @Test
  void rateIsBack_butAKeyEndpointFails_isStillFailing() {
    measured(false, 20, 0.01);
    when(health.keyEndpoints(any())).thenReturn(known(List.of(answers(500))));
    assertThat(trend.isGoingAway(step, incident)).isFalse();
  }

  @Test
  void prometheusNeverHadTheAlert_itsSilenceDoesNotEndIt() {
    measured(true, 20, 0.01, 0.30, 0.02, 0.30, 0.01);
    when(metrics.firingAlerts()).thenReturn(known(List.of()));
    assertThat(trend.isGoingAway(step, incident)).isFalse();
  }

  @Test
  void nothingCanBeMeasured_isStillFailing_andTheClusterIsNotAsked() {
    when(metrics.traffic(any())).thenReturn(unknown());
    when(metrics.firingAlerts()).thenReturn(unknown());
    when(metrics.errorRates(any(), any())).thenReturn(unknown());
    assertThat(trend.isGoingAway(step, incident)).isFalse();
    verify(cluster, never()).pods(any());
  }

  @Test
  void podsCannotBeAskedFor_isStillFailing() {
    measured(false, 20, 0.01);
    when(cluster.pods(any())).thenReturn(unknown());
    assertThat(trend.isGoingAway(step, incident)).isFalse();
  }

  /**
   * @param samples of the error ratio every 15 s, the last one now
   */
  private void measured(boolean alertFires, double requests, Double ratio, Double... samples) {
    when(metrics.traffic(any())).thenReturn(known(new Traffic(requests, ratio, 0.1)));
    List<FiringAlert> firing =
        alertFires
            ? List.of(new FiringAlert("DhakaCartHighErrorRate", "shop", "critical", null))
            : List.of();
    when(metrics.firingAlerts()).thenReturn(known(firing));
    when(incidents.firing(any())).thenReturn(firing);
    List<Sample> history = new ArrayList<>();
    for (int i = 0; i < samples.length; i++) {
      history.add(new Sample(NOW.minusSeconds(15L * (samples.length - 1 - i)), samples[i]));
    }
    when(metrics.errorRates(any(), any())).thenReturn(known(new ErrorRateHistory(history)));
  }

  private static PodState pod(PodState.Termination last) {
    return new PodState(
        "pod-1",
        "Running",
        true,
        "image",
        "hash",
        NOW.minusSeconds(3600),
        0,
        null,
        last,
        0.5,
        1L << 29);
  }

  private static EndpointCheck answers(int status) {
    return new EndpointCheck("pod-1", "/api/products", "pod proxy", status, 10, null);
  }

  private static <T> Answer<T> known(T value) {
    return Answer.of("source", NOW, value);
  }

  private static <T> Answer<T> unknown() {
    return Answer.unknown("source", NOW, "no answer");
  }
}
