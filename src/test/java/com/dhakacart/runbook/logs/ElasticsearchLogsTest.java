package com.dhakacart.runbook.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.HttpCounterpart.Request;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.PodLogs.LogsUnknown;
import com.dhakacart.runbook.logs.PodLogs.PodLog;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticsearchLogsTest {

  private static final Workload BACKEND =
      new Workload("dhakacart-backend", "dhakacart", "dhakacart-backend", "backend", 5000, "b");
  private static final Instant SINCE = Instant.parse("2026-11-23T23:00:00Z");
  private static final PodLogs NO_POD_LOGS =
      (workload, since, maxLines) -> {
        throw new LogsUnknown("the pods gave no logs", null);
      };

  @RegisterExtension final HttpCounterpart elasticsearch = new HttpCounterpart();

  @Test
  void storedLines_areGrouped() {
    elasticsearch.answers(
        200,
        """
        {"took":3,"hits":{"total":{"value":3},"hits":[
          {"_source":{"@timestamp":"2026-11-23T23:07:00.000Z","level":"ERROR","message":"Error fetching order","error":"timeout exceeded when trying to connect","url":"/api/orders/7"}},
          {"_source":{"@timestamp":"2026-11-23T23:06:00.000Z","level":"ERROR","message":"Error fetching order","error":"timeout exceeded when trying to connect","url":"/api/orders/8"}},
          {"_source":{"@timestamp":"2026-11-23T23:05:00.000Z","level":"WARN","message":"Elasticsearch not available"}},
          {"_source":{"message":"without a time"}}]}}
        """);

    Answer<List<LogPattern>> answer = logs().errors(BACKEND, SINCE);

    assertThat(answer.value())
        .containsExactly(
            new LogPattern(
                "error",
                "Error fetching order",
                "timeout exceeded when trying to connect",
                List.of("/api/orders/:id"),
                2,
                Instant.parse("2026-11-23T23:06:00Z"),
                Instant.parse("2026-11-23T23:07:00Z")));
    assertThat(answer.source()).startsWith("Elasticsearch dhakacart-application-*");
    assertThat(logs().reading(BACKEND, SINCE).value()).isEqualTo(new LogReading(4, 3));
  }

  @Test
  void storedLinesOfAnotherSchema_areUnknown_andNotFreeOfErrors() {
    elasticsearch.answers(
        200,
        """
        {"hits":{"hits":[
          {"_source":{"@timestamp":"2026-11-23T23:07:00.000Z","message":"Error fetching order"}},
          {"_source":{"@timestamp":"2026-11-23T23:06:00.000Z","message":"Error fetching order"}}]}}
        """);

    assertThat(logs().errors(BACKEND, SINCE).unknownBecause())
        .contains("only 0 of 2 lines were understood");
  }

  @Test
  void question_isTheRunbooksFilterBoundedInTimeAndLines() throws Exception {
    elasticsearch.answers(200, "{\"hits\":{\"hits\":[]}}");

    assertThat(logs().dependencyErrors(BACKEND, SINCE).value()).isEmpty();

    Request request = elasticsearch.requests().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/dhakacart-application-*/_search");
    assertThat(request.query()).containsEntry("allow_no_indices", "false");
    JsonNode body = new ObjectMapper().readTree(request.body());
    assertThat(body.path("size").asInt()).isEqualTo(5000);
    assertThat(body.at("/query/bool/filter/0/query_string/query").asText())
        .isEqualTo("level:(ERROR OR WARN) AND service:backend");
    assertThat(body.at("/query/bool/filter/1/range/@timestamp/gte").asText())
        .isEqualTo("2026-11-23T23:00:00Z");
  }

  @Test
  void placeholderInTheQuery_isFilled() {
    elasticsearch.answers(200, "{\"hits\":{\"hits\":[]}}");

    logs(NO_POD_LOGS, Map.of("query", "service:{{deployment}}")).errors(BACKEND, SINCE);

    assertThat(elasticsearch.requests().get(0).body()).contains("service:dhakacart-backend");
  }

  @Test
  void credentials_areSent() {
    elasticsearch.answers(200, "{\"hits\":{\"hits\":[]}}");

    logs(NO_POD_LOGS, Map.of("api-key", "secret")).errors(BACKEND, SINCE);
    logs(NO_POD_LOGS, Map.of("username", "ann", "password", "secret")).errors(BACKEND, SINCE);

    assertThat(elasticsearch.requests())
        .extracting(request -> request.headers().get("authorization"))
        .containsExactly("ApiKey secret", "Basic YW5uOnNlY3JldA==");
  }

  @ParameterizedTest
  @CsvSource({
    "401, runbook.logs.elasticsearch.api-key",
    "403, runbook.logs.elasticsearch.api-key",
    "400, runbook.logs.elasticsearch.query",
    "404, runbook.logs.elasticsearch.index",
    "500, answers 500",
    "503, answers 503"
  })
  void storeRejectsAndPodsAreSilent_isUnknownForBothReasons(int status, String reason) {
    elasticsearch.answers(status, "{\"error\":{}}");

    assertThat(logs().errors(BACKEND, SINCE).unknownBecause())
        .contains(reason)
        .contains("the pods gave no logs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"timed_out\":true,\"hits\":{\"hits\":[]}}",
        "{\"timed_out\":false,\"_shards\":{\"total\":2,\"failed\":1},\"hits\":{\"hits\":[]}}"
      })
  void partOfTheIndexAnswers_isUnknown_andNoSignOfNoErrors(String body) {
    elasticsearch.answers(200, body);

    assertThat(logs().errors(BACKEND, SINCE).unknownBecause())
        .contains("only a part of the index answered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Sign in</html>", "{\"hits\":", "{}", "", "[]"})
  void answerOfAnotherKind_isUnknown(String body) {
    elasticsearch.answers(200, body);

    assertThat(logs().errors(BACKEND, SINCE).unknownBecause()).contains("is not Elasticsearch");
  }

  @Test
  void silentStore_isUnknown() {
    elasticsearch.keepsSilent();

    assertThat(
            logs(NO_POD_LOGS, Map.of("timeout", "200ms")).errors(BACKEND, SINCE).unknownBecause())
        .contains("no answer within 200 ms");
  }

  @Test
  void refusedConnection_isUnknown() {
    assertThat(
            logs(NO_POD_LOGS, Map.of("url", HttpCounterpart.nobody().toString()))
                .errors(BACKEND, SINCE)
                .unknownBecause())
        .contains("check that it runs");
  }

  @Test
  void storeDoesNotAnswer_podsOwnLogsAreReadAndTheAnswerSaysSo() {
    elasticsearch.answers(503, "");
    PodLogs pods =
        (workload, since, maxLines) ->
            List.of(PodLog.read("pod-a", false, "FATAL ERROR: Reached heap limit"));

    Answer<List<LogPattern>> answer = logs(pods, Map.of()).errors(BACKEND, SINCE);

    assertThat(answer.value())
        .extracting(LogPattern::message)
        .containsExactly("FATAL ERROR: Reached heap limit");
    assertThat(answer.source()).contains("logs of every pod").contains("answers 503");
  }

  @Test
  void emptyAddress_podsOwnLogsAreRead() {
    PodLogs pods = (workload, since, maxLines) -> List.of();

    Answer<List<LogPattern>> answer =
        logs(pods, Map.of("url", "")).dependencyErrors(BACKEND, SINCE);

    assertThat(answer.source()).startsWith("logs of every pod");
  }

  private Logs logs() {
    return logs(NO_POD_LOGS, Map.of());
  }

  private Logs logs(PodLogs pods, Map<String, String> ofElasticsearch) {
    Map<String, String> properties = new HashMap<>();
    properties.put("runbook.logs.elasticsearch.url", elasticsearch.url().toString());
    ofElasticsearch.forEach(
        (name, value) -> properties.put("runbook.logs.elasticsearch." + name, value));
    LogSettings settings = SettingsOf.type(LogSettings.class, properties);
    return new LogsConfiguration()
        .logs(
            pods,
            new LogLineReader(settings, new ObjectMapper()),
            new LogPatterns(settings),
            settings,
            Clock.fixed(Instant.parse("2026-11-23T23:10:00Z"), ZoneOffset.UTC));
  }
}
