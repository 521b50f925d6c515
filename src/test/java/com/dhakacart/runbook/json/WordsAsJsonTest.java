package com.dhakacart.runbook.json;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.WarningEvent;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Evidence is stored: what an older version wrote is read, and written again as it was. */
class WordsAsJsonTest {

  private static final JsonMapper STRICT = WordsAsJson.mapper().build();
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

  private static final Evidence SEEN =
      Evidence.NONE
          .with(TRAFFIC, Answer.of("the ratio", AT, new Traffic(19.5, 0.25, 4.5)))
          .with(
              EVENTS,
              Answer.of("events", AT, List.of(new WarningEvent("pod/a", "Unhealthy", "no", 2, AT))))
          .with(PODS, Answer.unknown("kubectl get pods", AT, "the API server does not answer"));

  /** As it was written when evidence was a record with a component for each part. */
  private static final String STORED =
      """
      {"pods":{"source":"kubectl get pods","askedAt":"2026-11-24T12:00:00Z","value":null,\
      "unknownBecause":"the API server does not answer"},\
      "events":{"source":"events","askedAt":"2026-11-24T12:00:00Z","value":[{"object":"pod/a",\
      "reason":"Unhealthy","message":"no","count":2,"lastSeen":"2026-11-24T12:00:00Z"}],\
      "unknownBecause":null},"errorLines":null,"endpoints":null,"health":null,"keyEndpoints":null,\
      "usage":null,"throttling":null,"traffic":{"source":"the ratio",\
      "askedAt":"2026-11-24T12:00:00Z","value":{"requestsPerSecond":19.5,"errorRatio":0.25,\
      "p95Seconds":4.5},"unknownBecause":null},"alerts":null,"errorRates":null,"routes":null,\
      "logPatterns":null,"databaseFigures":null,"dependencyLines":null,"releases":null,\
      "autoscaling":null,"databaseActivity":null,"rollout":null,"nodes":null}""";

  @Test
  void evidenceOfBefore_isReadAndWrittenToTheLetter() throws JsonProcessingException {
    assertThat(STRICT.readValue(STORED, Evidence.class)).isEqualTo(SEEN);
    assertThat(STRICT.writeValueAsString(SEEN))
        .startsWith(STORED.substring(0, STORED.length() - 1));
  }

  @Test
  void whatWasNotAsked_isLeftOut_whereNullsAre() throws JsonProcessingException {
    JsonMapper sparing =
        WordsAsJson.mapper().serializationInclusion(JsonInclude.Include.NON_NULL).build();
    String written = sparing.writeValueAsString(SEEN);
    assertThat(written).doesNotContain("null").startsWith("{\"pods\":{").contains("\"traffic\":{");
    assertThat(sparing.readValue(written, Evidence.class)).isEqualTo(SEEN);
    assertThat(sparing.writeValueAsString(Evidence.NONE)).isEqualTo("{}");
  }

  @Test
  void whatIsNoPartAnyMore_isPassedOver_orNamedWhereTheMapperIsStrict()
      throws JsonProcessingException {
    String withMore = "{\"phaseOfTheMoon\":{\"value\":[1,{}]}," + STORED.substring(1);
    assertThat(
            WordsAsJson.mapper()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build()
                .readValue(withMore, Evidence.class))
        .isEqualTo(SEEN);
    assertThatThrownBy(() -> STRICT.readValue(withMore, Evidence.class))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("phaseOfTheMoon");
  }

  @Test
  void whatIsNoEvidence_isRefused() {
    assertThatThrownBy(() -> STRICT.readValue("[1]", Evidence.class))
        .isInstanceOf(MismatchedInputException.class);
    assertThatThrownBy(() -> STRICT.readValue("{\"pods\":\"all well\"}", Evidence.class))
        .isInstanceOf(MismatchedInputException.class);
  }

  /** Variables and files of incidents that are open or kept are named so. */
  @Test
  void partsThatAreStored_keepNameAndType() {
    assertThat(EvidencePart.all())
        .extracting(
            it -> it.name() + ": " + (it.isList() ? "each " : "") + it.word().getSimpleName())
        .startsWith(
            "pods: each PodState",
            "events: each WarningEvent",
            "errorLines: each LogPattern",
            "endpoints: each ServiceEndpoints",
            "health: each PodHealth",
            "keyEndpoints: each EndpointCheck",
            "usage: each PodUsage",
            "throttling: each PodThrottling",
            "traffic: Traffic",
            "alerts: each FiringAlert",
            "errorRates: ErrorRateHistory",
            "routes: each RouteErrors",
            "logPatterns: each LogPattern",
            "databaseFigures: each PodFigures",
            "dependencyLines: each LogPattern",
            "releases: Releases",
            "autoscaling: Autoscaling",
            "databaseActivity: DatabaseActivity",
            "rollout: RolloutStatus",
            "nodes: each NodeState");
  }

  @Test
  void titles_areDifferent_andBeginWithACapital() {
    assertThat(EvidencePart.all())
        .extracting(EvidencePart::title)
        .doesNotHaveDuplicates()
        .allSatisfy(
            it ->
                assertThat(it.substring(0, 1))
                    .isEqualTo(it.substring(0, 1).toUpperCase(Locale.ROOT)));
  }
}
