package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Recording.at;
import static com.dhakacart.runbook.incident.EvidencePart.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.incident.Traffic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The error ratio alone does not tell whether customers are served. */
class WellbeingTest {

  private static final Wellbeing WELL =
      new Wellbeing(0.05, Duration.ofSeconds(2), Duration.ofSeconds(2), at("22:00:00"));

  @Test
  void baseline_isWell() {
    assertThat(WELL.complaints(RecordedIncidents.baseline().evidence())).isEmpty();
  }

  @Test
  void badRelease_complainsOfErrorRateAndResponseTime_andOfNothingElse() {
    assertThat(WELL.complaints(RecordedIncidents.badRelease().evidence()))
        .containsExactly("Error rate is 24.9 %, not below 5 %", "p95 is 4.6 s, not below 2.0 s");
  }

  @Test
  void responseTimeThatDoesNotMatter_isNoComplaint() {
    assertThat(
            new Wellbeing(0.05, null, Duration.ofSeconds(2), at("22:00:00"))
                .complaints(RecordedIncidents.badRelease().evidence()))
        .containsExactly("Error rate is 24.9 %, not below 5 %");
  }

  @Test
  void noReadyPod_isNotWell_thoughNoErrorsAreCounted() {
    assertThat(WELL.complaints(RecordedIncidents.databaseDown().evidence()))
        .contains(
            "No customers' requests arrive",
            "0 of 3 endpoints of dhakacart-backend-service are ready")
        .anyMatch(it -> it.startsWith("/health of"));
  }

  @Test
  void podsThatDie_areNotWell_thoughNoErrorsAreCounted() {
    assertThat(WELL.complaints(RecordedIncidents.memory().evidence()))
        .anyMatch(it -> it.contains("g5tbd restarted (3 times, CrashLoopBackOff)"))
        .anyMatch(it -> it.contains("xb6tg restarted (3 times)"));
  }

  @Test
  void podsThatDiedBefore_areNoComplaint() {
    Recording healed =
        RecordedIncidents.baseline().endedPod("8576449475-x", true, 9000, 1, "Error", 1, 4200);
    assertThat(WELL.complaints(healed.evidence())).isEmpty();
  }

  @Test
  void redisDown_isNotWell_thoughCustomersAreServed() {
    assertThat(WELL.complaints(RecordedIncidents.redisDown().evidence()))
        .hasSize(3)
        .allMatch(it -> it.endsWith("503 unhealthy"));
  }

  @Test
  void rateAtTheThreshold_isNotBelowIt() {
    assertThat(WELL.complaints(served().traffic(10, 5, 0.1).evidence()))
        .containsExactly("Error rate is 5.0 %, not below 5 %");
    assertThat(WELL.complaints(served().traffic(10, 4.99, 0.1).evidence())).isEmpty();
  }

  @Test
  void rateLimitOfTheHealthEndpoint_isNoOutage() {
    assertThat(
            WELL.complaints(
                served().traffic(10, 0, 0.1).health(429, 1, null, 0, 0, 0, true).evidence()))
        .isEmpty();
  }

  @Test
  void whatCouldNotBeAsked_isAComplaint_neverFine() {
    Answer<Traffic> unknown = Answer.unknown("Prometheus", at("23:00:00"), "it does not answer");
    Evidence nothing = Evidence.NONE.with(TRAFFIC, unknown);
    assertThat(WELL.complaints(nothing))
        .containsExactly(
            "Could not ask for the error rate: it does not answer",
            "Could not ask for the endpoints",
            "Could not ask for the pods",
            "Could not ask for /health",
            "Could not ask for the key endpoints");
  }

  @Test
  void keyEndpointThatFails_isAComplaint_itsRateLimitIsNone() {
    assertThat(new EndpointCheck("pod", "/products", "pod proxy", 429, 3, null).works()).isTrue();
    assertThat(new EndpointCheck("pod", "/products", "pod proxy", 404, 3, null).works()).isFalse();
    assertThat(new EndpointCheck("pod", "/products", "pod proxy", 0, 3, "none").works()).isFalse();
  }

  @Test
  void recovery_isTheUnbrokenRunAtTheEnd() {
    RecoveryCheck well1 = new RecoveryCheck(at("23:00:00"), List.of());
    RecoveryCheck unwell = new RecoveryCheck(at("23:00:30"), List.of("p95 is 4 s"));
    RecoveryCheck well2 = new RecoveryCheck(at("23:01:00"), List.of());
    RecoveryCheck well3 = new RecoveryCheck(at("23:01:30"), List.of());
    assertThat(RecoveryCheck.wellSince(List.of(well1, unwell, well2, well3)))
        .contains(at("23:01:00"));
    assertThat(RecoveryCheck.wellSince(List.of(well1, unwell))).isEmpty();
    assertThat(RecoveryCheck.wellSince(List.of())).isEmpty();
  }

  private static Recording served() {
    return Recording.seenAt("23:00:00").endpoints(3, 0).healthy(5, 1, 1);
  }
}
