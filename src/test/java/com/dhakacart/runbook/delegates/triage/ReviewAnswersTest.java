package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RealClocks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReviewAnswersTest {

  private final Metrics metrics = mock(Metrics.class);
  private final Incidents incidents = mock(Incidents.class);
  private final FakeStep step = new FakeStep();

  @Test
  void nothingAnswered_allEssentialQuestionsAreOpen() {
    when(metrics.configured()).thenReturn(true);
    assertThat(open()).isEqualTo("pods, health, error rate");
  }

  @Test
  void everythingAnswered_noneIsOpen_alsoWhereTheAnswerIsEmpty() {
    when(metrics.configured()).thenReturn(true);
    step.with(seen(PODS), answered(List.of()))
        .with(seen(HEALTH), answered(List.of()))
        .with(seen(TRAFFIC), answered(new Traffic(0, null, null)));
    assertThat(open()).isEmpty();
  }

  @Test
  void unknown_isNoAnswer() {
    when(metrics.configured()).thenReturn(true);
    step.with(seen(PODS), answered(List.of()))
        .with(seen(HEALTH), answered(List.of()))
        .with(seen(TRAFFIC), Answer.unknown("Prometheus", Instant.EPOCH, "it does not answer"));
    assertThat(open()).isEqualTo("error rate");
  }

  @Test
  void sourceThatIsNotConfigured_isNotWaitedFor() {
    when(metrics.configured()).thenReturn(false);
    step.with(seen(PODS), answered(List.of())).with(seen(HEALTH), answered(List.of()));
    assertThat(open()).isEmpty();
  }

  private String open() {
    review();
    return step.get(UNANSWERED_QUESTIONS);
  }

  @Test
  void aThousandIncidentsAskAgain_eachWaitsLonger_andAQuietNodeAsksAsEver() {
    when(incidents.open()).thenReturn(1000);
    review();
    assertThat(step.get(ASK_AGAIN_AFTER)).isEqualTo("PT1M");

    when(incidents.open()).thenReturn(3);
    review();
    assertThat(step.get(ASK_AGAIN_AFTER)).isEqualTo("PT15S");
  }

  @Test
  void firstLookStoodBehindOthers_itIsNotedOnce_andWhatIsAskedAgainIsNoWaiting() {
    firstLookAfter(252);
    assertThat(step.get(WAITED_SECONDS)).isEqualTo(252);

    firstLookAfter(280);
    assertThat(step.get(WAITED_SECONDS)).isEqualTo(252);
  }

  @Test
  void firstLookCameAtOnce_nothingIsSaidOfIt() {
    firstLookAfter(2);
    assertThat(WAITED_SECONDS.find(step.execution())).isEmpty();
  }

  private void firstLookAfter(int seconds) {
    step.with(seen(PODS), Answer.unknown("pods", Instant.EPOCH.plusSeconds(seconds), "no answer"));
    review();
  }

  @BeforeEach
  void opened() {
    when(incidents.of(any(DelegateExecution.class)))
        .thenReturn(
            new Incident(
                "shop-1",
                new Workload("shop", "shop", "shop", "shop", 5000, "shop"),
                "ShopFails",
                Instant.EPOCH));
  }

  private void review() {
    new ReviewAnswers(metrics, new Turns(incidents, RealClocks.of(Map.of())))
        .execute(step.execution());
  }

  private static <T> Answer<T> answered(T value) {
    return Answer.of("source", Instant.EPOCH, value);
  }
}
