package com.dhakacart.runbook.metrics;

import static com.dhakacart.runbook.fixtures.DhakaCart.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.HttpCounterpart.Reply;
import com.dhakacart.runbook.fixtures.HttpCounterpart.Request;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ErrorRateHistory.Sample;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.Traffic;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusMetricsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T22:24:41Z");

  @RegisterExtension final HttpCounterpart prometheus = new HttpCounterpart();

  @Test
  void trafficWithErrors_ratioRateAndLatencyAreMeasured() {
    prometheus.answers(request -> vector(trafficValue(request, "18.4", "0.0661", "4.86")));

    Answer<Traffic> traffic = metrics().traffic(BACKEND);

    assertThat(traffic.value()).isEqualTo(new Traffic(18.4, 0.0661, 4.86));
    assertThat(traffic.source()).startsWith("Prometheus: (sum(rate(");
    assertThat(traffic.askedAt()).isEqualTo(NOW);
  }

  @Test
  void defaultQueries_leaveProbesAndScrapesOut() {
    prometheus.answers(request -> vector("1"));

    metrics().traffic(BACKEND);

    assertThat(queries())
        .containsExactlyInAnyOrder(
            "sum(rate(dhakacart_backend_http_requests_total{job=\"dhakacart-backend\",route!~\"/health.*|/ready|/live|/metrics\"}[60s]))",
            "(sum(rate(dhakacart_backend_http_requests_total{job=\"dhakacart-backend\",route!~\"/health.*|/ready|/live|/metrics\",status_code=~\"5..\"}[60s])) or vector(0)) / sum(rate(dhakacart_backend_http_requests_total{job=\"dhakacart-backend\",route!~\"/health.*|/ready|/live|/metrics\"}[60s]))",
            "histogram_quantile(0.95, sum by (le) (rate(dhakacart_backend_http_request_duration_seconds_bucket{job=\"dhakacart-backend\",route!~\"/health.*|/ready|/live|/metrics\"}[60s])))");
  }

  @Test
  void partsOfOneQuestion_areAskedAtTheSameTime() {
    prometheus.answersWhenAllAreThere(3, request -> vector("0.5"));

    assertThat(metrics().traffic(BACKEND).answered()).isTrue();
  }

  @Test
  void noRequests_isNoTrafficAndNothingElse() {
    prometheus.answers(request -> vector(trafficValue(request, "0", "NaN", "NaN")));

    assertThat(metrics().traffic(BACKEND).value()).isEqualTo(new Traffic(0, null, null));
  }

  @Test
  void noSeries_isNoTraffic() {
    prometheus.answers(200, nothing());

    Traffic traffic = metrics().traffic(BACKEND).value();

    assertThat(traffic.arrives()).isFalse();
    assertThat(traffic.errorRatio()).isNull();
  }

  @Test
  void latencyUnknown_theRestIsKept() {
    prometheus.answers(request -> vector(trafficValue(request, "3", "0", "NaN")));

    assertThat(metrics().traffic(BACKEND).value()).isEqualTo(new Traffic(3, 0.0, null));
  }

  @Test
  void ratioWithoutValueAlthoughRequestsArrive_isUnknown() {
    prometheus.answers(request -> vector(trafficValue(request, "3", "NaN", "0.1")));

    assertThat(metrics().traffic(BACKEND).unknownBecause())
        .contains("correct runbook.metrics.queries.error-ratio");
  }

  @Test
  void queryGivesManySeries_isUnknownAndSaysHowToAggregate() {
    prometheus.answers(
        200,
        """
        {"status":"success","data":{"resultType":"vector","result":[
          {"metric":{"route":"/"},"value":[1795472681,"1"]},{"metric":{"route":"/:id"},"value":[1795472681,"1"]}]}}
        """);

    assertThat(metrics().traffic(BACKEND).unknownBecause()).contains("2 series").contains("sum()");
  }

  @Test
  void changeJustMade_noSamplesYet() {
    Answer<Traffic> traffic = metrics().trafficSince(BACKEND, NOW.minusSeconds(29));

    assertThat(traffic.unknownBecause()).contains("no samples since the change").contains("30 s");
    assertThat(prometheus.requests()).isEmpty();
  }

  @Test
  void changeMadeInsideTheWindow_windowShrinksToWhatCameAfter() {
    prometheus.answers(request -> vector(trafficValue(request, "18", "0", "0.1")));

    Answer<Traffic> traffic = metrics().trafficSince(BACKEND, NOW.minusMillis(42_900));

    assertThat(traffic.value()).isEqualTo(new Traffic(18, 0.0, 0.1));
    assertThat(queries()).hasSize(3).allMatch(query -> query.contains("[42s]"));
  }

  @Test
  void changeMadeInsideTheWindow_noSeriesIsNotNoTraffic() {
    prometheus.answers(200, nothing());

    assertThat(metrics().trafficSince(BACKEND, NOW.minusSeconds(40)).unknownBecause())
        .contains("no samples since the change");
  }

  @Test
  void changeMadeLongAgo_wholeWindowIsUsed() {
    prometheus.answers(200, nothing());

    assertThat(metrics().trafficSince(BACKEND, NOW.minusSeconds(60)).value())
        .isEqualTo(new Traffic(0, null, null));
    assertThat(queries()).allMatch(query -> query.contains("[60s]"));
  }

  @Test
  void history_pointsWithoutTrafficAreLeftOut() {
    prometheus.answers(
        200,
        """
        {"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[
          [1795472000,"0"],[1795472015.5,"0.25"],[1795472030,"NaN"],[1795472045,"0.5"]]}]}}
        """);

    List<Sample> samples = metrics().errorRates(BACKEND, NOW.minusSeconds(3600)).value().samples();

    assertThat(samples)
        .containsExactly(
            new Sample(Instant.ofEpochSecond(1795472000), 0),
            new Sample(Instant.ofEpochMilli(1795472015500L), 0.25),
            new Sample(Instant.ofEpochSecond(1795472045), 0.5));
    Map<String, String> asked = prometheus.requests().get(0).query();
    assertThat(prometheus.requests().get(0).path()).isEqualTo("/api/v1/query_range");
    assertThat(asked)
        .containsEntry("start", String.valueOf(NOW.getEpochSecond() - 3600))
        .containsEntry("end", String.valueOf(NOW.getEpochSecond()))
        .containsEntry("step", "15");
  }

  @Test
  void historyOfDays_stepGrowsSoThatPrometheusDoesNotRefuse() {
    prometheus.answers(200, nothing());

    metrics().errorRates(BACKEND, NOW.minusSeconds(7 * 86_400));

    assertThat(prometheus.requests().get(0).query()).containsEntry("step", "605");
  }

  @Test
  void historyFromTheFuture_isEmpty() {
    prometheus.answers(200, nothing());

    assertThat(metrics().errorRates(BACKEND, NOW.plusSeconds(5)).value().samples()).isEmpty();
  }

  @Test
  void routes_thoseWithMostErrorsComeFirst() {
    prometheus.answers(
        request ->
            Reply.of(
                200,
                request.query().get("query").contains("5..")
                    ? byLabel("route", Map.of("/create-payment-intent", "0.5"))
                    : byLabel("route", Map.of("/", "4", "/create-payment-intent", "1.5"))));

    assertThat(metrics().routes(BACKEND).value())
        .containsExactly(
            new RouteErrors("/create-payment-intent", 1.5, 0.5), new RouteErrors("/", 4, 0));
  }

  @Test
  void routeHasAName_itIsGivenByItsName() {
    prometheus.answers(200, byLabel("route", Map.of("/", "4", "/:id", "2")));

    assertThat(metrics(with("runbook.metrics.routes[/]", "/api/products")).routes(BACKEND).value())
        .extracting(RouteErrors::route)
        .containsExactly("/api/products", "/:id");
  }

  @Test
  void throttling_quotientsOfZerosAreLeftOut() {
    prometheus.answers(200, byLabel("pod", Map.of("pod-a", "0.61", "pod-b", "NaN")));

    assertThat(metrics().throttling(BACKEND).value())
        .containsExactly(new PodThrottling("pod-a", 0.61));
  }

  @Test
  void throttlingWithoutSeries_isUnknown() {
    prometheus.answers(200, nothing());

    assertThat(metrics().throttling(BACKEND).unknownBecause())
        .contains("cAdvisor")
        .contains("runbook.metrics.queries.throttled-share");
  }

  @Test
  void firingAlerts_manySeriesOfOneAlertAreOne() {
    prometheus.answers(
        200,
        """
        {"status":"success","data":{"resultType":"vector","result":[
          {"metric":{"alertname":"DhakaCartHighErrorRate","service":"dhakacart-backend","severity":"critical","route":"/"},"value":[1795472681,"1"]},
          {"metric":{"alertname":"DhakaCartHighErrorRate","service":"dhakacart-backend","severity":"critical","route":"/:id"},"value":[1795472681,"1"]},
          {"metric":{"alertname":"DatabaseDown","service":"dhakacart-database"},"value":[1795472681,"1"]}]}}
        """);

    assertThat(metrics().firingAlerts().value())
        .containsExactly(
            new FiringAlert("DatabaseDown", "dhakacart-database", null, null),
            new FiringAlert("DhakaCartHighErrorRate", "dhakacart-backend", "critical", null));
  }

  @Test
  void noAlertFires_isAnEmptyAnswer() {
    prometheus.answers(200, nothing());

    assertThat(metrics().firingAlerts().value()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent", "empty"})
  void noPrometheusConfigured_everythingIsUnknown(String url) {
    PrometheusMetrics metrics =
        metrics(url.equals("empty") ? Map.of("runbook.metrics.url", "") : Map.of());

    for (Answer<?> answer :
        List.of(
            metrics.traffic(BACKEND),
            metrics.trafficSince(BACKEND, NOW.minusSeconds(45)),
            metrics.errorRates(BACKEND, NOW.minusSeconds(60)),
            metrics.routes(BACKEND),
            metrics.throttling(BACKEND),
            metrics.firingAlerts())) {
      assertThat(answer.unknownBecause())
          .isEqualTo("no Prometheus is configured; set runbook.metrics.url");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"warnings\":[\"receive series from store-2:10901: connection refused\"]",
        "\"warnings\":[\"PromQL warning: bucket label \\\"le\\\" is missing\"]",
        "\"isPartial\":true"
      })
  void partOfTheMetricsDidNotAnswer_isUnknownWithTheReason(String mark) {
    prometheus.answers(200, series("0").replace("{\"status\"", "{" + mark + ",\"status\""));

    for (Answer<?> answer :
        List.of(
            metrics().traffic(BACKEND),
            metrics().errorRates(BACKEND, NOW.minusSeconds(60)),
            metrics().routes(BACKEND),
            metrics().throttling(BACKEND),
            metrics().firingAlerts())) {
      assertThat(answer.unknownBecause())
          .contains("answered with a warning")
          .contains(mark.contains("isPartial") ? "isPartial" : mark.substring(13, 25));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"warnings\":[]",
        "\"isPartial\":false",
        "\"infos\":[\"PromQL info: metric might not be a counter\"]",
        "\"warnings\":[\"PromQL info: metric might not be a counter\"]"
      })
  void wholeAnswer_isAnAnswer(String mark) {
    prometheus.answers(200, series("0.5").replace("{\"status\"", "{" + mark + ",\"status\""));

    assertThat(metrics().traffic(BACKEND).value()).isEqualTo(new Traffic(0.5, 0.5, 0.5));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 0, no number",
    "+Inf, 0, no number",
    "-1, 0, never below 0",
    "18, 6.6, from 0 to 1",
    "18, -0.1, from 0 to 1",
    "18, +Inf, no value"
  })
  void oddFigures_areUnknownAndNeverNothing(String requests, String ratio, String reason) {
    prometheus.answers(request -> vector(trafficValue(request, requests, ratio, "1")));

    assertThat(metrics().traffic(BACKEND).unknownBecause()).contains(reason);
  }

  @Test
  void errorsOfARouteAreNoNumber_isUnknownAndNotWithoutErrors() {
    prometheus.answers(
        request ->
            Reply.of(
                200,
                byLabel(
                    "route",
                    Map.of("/", request.query().get("query").contains("5..") ? "NaN" : "4"))));

    assertThat(metrics().routes(BACKEND).unknownBecause()).contains("no number");
  }

  @Test
  void answerThatWasKeptSomewhere_isNotOfNow() {
    prometheus.answers(200, series("0").replace("1795472681.123", "1795472081"));

    assertThat(metrics().traffic(BACKEND).unknownBecause())
        .contains("the answer is of 2026-11-23T22:14:41Z")
        .contains("runbook.metrics.oldest-answer");
  }

  @Test
  void parametersInTheAddress_areKept() {
    prometheus.answers(200, series("0.5"));

    assertThat(
            metrics(
                    Map.of(
                        "runbook.metrics.url",
                        prometheus.url() + "/select/0/prometheus/?deny_partial_response=1&a=b%20c",
                        "runbook.metrics.parameters.dedup",
                        "true",
                        "runbook.metrics.headers[X-Scope-OrgID]",
                        "shop"))
                .traffic(BACKEND)
                .answered())
        .isTrue();

    Request asked = prometheus.requests().get(0);
    assertThat(asked.path()).isEqualTo("/select/0/prometheus/api/v1/query");
    assertThat(asked.query())
        .containsEntry("deny_partial_response", "1")
        .containsEntry("a", "b c")
        .containsEntry("dedup", "true");
    assertThat(asked.query().get("query")).contains("rate(");
    assertThat(asked.headers()).containsEntry("x-scope-orgid", "shop");
  }

  @Test
  void tokenFromAFile_isReadAgain(@TempDir Path folder) throws IOException {
    prometheus.answers(200, series("0.5"));
    Path token = Files.writeString(folder.resolve("token"), "first\n");
    PrometheusMetrics metrics =
        metrics(with("runbook.metrics.bearer-token-file", token.toString()));

    metrics.firingAlerts();
    Files.writeString(token, "second\n");
    metrics.firingAlerts();
    Files.delete(token);

    assertThat(prometheus.requests())
        .extracting(request -> request.headers().get("authorization"))
        .containsExactly("Bearer first", "Bearer second");
    assertThat(metrics.firingAlerts().unknownBecause())
        .contains("runbook.metrics.bearer-token-file");
  }

  // The step failed, and the token was read in Cockpit.
  @Test
  void tokenCannotBeSent_isUnknown_andTheTokenIsNotSaid(@TempDir Path folder) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "two\nlines");
    PrometheusMetrics metrics =
        metrics(with("runbook.metrics.bearer-token-file", token.toString()));

    assertThat(metrics.firingAlerts().unknownBecause()).contains("was not asked");
    assertThat(metrics.traffic(BACKEND).unknownBecause())
        .contains("was not asked")
        .doesNotContain("two", "lines");
  }

  @Test
  void labelsOfOtherNames_areReadWhereTheSettingsSaySo() {
    prometheus.answers(
        200,
        """
        {"status":"success","data":{"resultType":"vector","result":[
          {"metric":{"alert":"HighErrors","app":"dhakacart-backend","level":"critical","replica":"a"},"value":[1795472681,"1"]}]}}
        """);
    Map<String, String> names = with("runbook.metrics.labels.alert", "alert");
    names.put("runbook.metrics.labels.service", "app");
    names.put("runbook.metrics.labels.severity", "level");
    names.put("runbook.metrics.labels.route", "app");

    assertThat(metrics(names).firingAlerts().value())
        .containsExactly(new FiringAlert("HighErrors", "dhakacart-backend", "critical", null));
    assertThat(metrics(names).routes(BACKEND).value())
        .extracting(RouteErrors::route)
        .containsExactly("dhakacart-backend");
  }

  @Test
  void refusedConnection_isUnknownWithWhatToDo() {
    PrometheusMetrics metrics =
        metrics(Map.of("runbook.metrics.url", HttpCounterpart.nobody().toString()));

    assertThat(metrics.traffic(BACKEND).unknownBecause())
        .contains("refused the connection")
        .contains("check that it runs");
  }

  @Test
  void silentPrometheus_isUnknown() {
    prometheus.keepsSilent();

    assertThat(metrics(with("runbook.metrics.timeout", "200ms")).traffic(BACKEND).unknownBecause())
        .contains("gave no answer within 200 ms");
  }

  @ParameterizedTest
  @CsvSource({
    "500, answers 500",
    "503, answers 503",
    "302, answers 302",
    "401, set runbook.metrics.bearer-token",
    "403, set runbook.metrics.bearer-token",
    "404, answers 404"
  })
  void otherStatus_isUnknown(int status, String reason) {
    prometheus.answers(status, "");

    assertThat(metrics().routes(BACKEND).unknownBecause()).contains(reason);
  }

  @Test
  void badQuery_prometheusOwnWordsAreShown() {
    prometheus.answers(
        400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error: )\"}");

    assertThat(metrics().firingAlerts().unknownBecause())
        .contains("parse error: )")
        .contains("runbook.metrics.queries");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>Sign in</html>",
        "",
        "[]",
        "{\"status\":\"success\"}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"string\",\"result\":[1,\"a\"]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1]}]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1,\"x\"]}]}}"
      })
  void answerOfAnotherKind_isUnknown(String body) {
    prometheus.answers(200, body);

    assertThat(metrics().traffic(BACKEND).unknownBecause()).contains("is not Prometheus' API");
  }

  @Test
  void scalarAnswer_isTaken() {
    prometheus.answers(
        200,
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1795472681,\"0.2\"]}}");

    assertThat(metrics().traffic(BACKEND).value().errorRatio()).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void credentials_areSent() {
    prometheus.answers(200, nothing());

    metrics(with("runbook.metrics.bearer-token", "secret")).firingAlerts();
    Map<String, String> basic = with("runbook.metrics.username", "ann");
    basic.put("runbook.metrics.password", "secret");
    metrics(basic).firingAlerts();

    assertThat(prometheus.requests())
        .extracting(request -> request.headers().get("authorization"))
        .containsExactly("Bearer secret", "Basic YW5uOnNlY3JldA==");
  }

  private List<String> queries() {
    return prometheus.requests().stream().map(request -> request.query().get("query")).toList();
  }

  private static String trafficValue(
      Request request, String requests, String ratio, String seconds) {
    String query = request.query().get("query");
    if (query.startsWith("histogram_quantile")) {
      return seconds;
    }
    return query.contains("vector(0)") ? ratio : requests;
  }

  private static Reply vector(String value) {
    return Reply.of(200, series(value));
  }

  private static String series(String value) {
    return byLabel(null, Map.of("", value));
  }

  private static String nothing() {
    return byLabel(null, Map.of());
  }

  private static String byLabel(String label, Map<String, String> values) {
    List<String> series =
        values.entrySet().stream()
            .map(
                value ->
                    "{\"metric\":{%s},\"value\":[1795472681.123,\"%s\"]}"
                        .formatted(
                            label == null ? "" : "\"%s\":\"%s\"".formatted(label, value.getKey()),
                            value.getValue()))
            .toList();
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[%s]}}"
        .formatted(String.join(",", series));
  }

  private Map<String, String> with(String name, String value) {
    Map<String, String> properties = new HashMap<>();
    properties.put("runbook.metrics.url", prometheus.url() + "/");
    properties.put(name, value);
    return properties;
  }

  private PrometheusMetrics metrics() {
    return metrics(Map.of("runbook.metrics.url", prometheus.url().toString()));
  }

  private static PrometheusMetrics metrics(Map<String, String> properties) {
    MetricsSettings settings = SettingsOf.type(MetricsSettings.class, properties);
    return new PrometheusMetrics(
        new PrometheusApi(settings, new ObjectMapper()),
        settings,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
