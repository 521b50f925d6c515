package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.UNANSWERED_QUESTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.metrics.Metrics;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReviewAnswersTest {

  private final Metrics metrics = mock(Metrics.class);
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
    new ReviewAnswers(metrics).execute(step.execution());
    return step.get(UNANSWERED_QUESTIONS);
  }

  private static <T> Answer<T> answered(T value) {
    return Answer.of("source", Instant.EPOCH, value);
  }
}
