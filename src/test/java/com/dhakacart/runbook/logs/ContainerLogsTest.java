package com.dhakacart.runbook.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.PodLogs.LogsUnknown;
import com.dhakacart.runbook.logs.PodLogs.PodLog;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerLogsTest {

  private static final Workload BACKEND =
      new Workload("dhakacart-backend", "dhakacart", "dhakacart-backend", "backend", 5000, "b");
  private static final Instant NOW = Instant.parse("2026-11-23T23:10:00Z");
  private static final Instant SINCE = Instant.parse("2026-11-23T23:00:00Z");

  private final List<PodLog> logs = new ArrayList<>();

  @Test
  void sameMessageOfManyPods_isOnePatternWithItsRoutes() {
    pod(
        "pod-a",
        json("23:06:19", "error", "Error fetching products", TIMEOUT, "/api/products?page=2"),
        json("23:07:00", "error", "Error fetching products", TIMEOUT, "/api/products/17"));
    pod(
        "pod-b",
        json("23:05:00", "error", "Error fetching products", TIMEOUT, "/api/products/18"),
        json("23:08:00", "info", "GET /api/products 200", "", "/api/products"));

    assertThat(errors())
        .containsExactly(
            new LogPattern(
                "error",
                "Error fetching products",
                TIMEOUT,
                List.of("/api/products/:id", "/api/products"),
                3,
                Instant.parse("2026-11-23T23:05:00Z"),
                Instant.parse("2026-11-23T23:07:00Z")));
  }

  @Test
  void messagesThatDifferInNumbersAndIds_areOnePattern() {
    pod(
        "pod-a",
        json("23:06:19", "warn", "Redis reconnection attempt 4/5 in 8872.315518963364ms", "", ""),
        json("23:06:36", "warn", "Redis reconnection attempt 5/5 in 16908.97994459826ms", "", ""),
        json("23:06:37", "warn", "Order 0b8f6d2e-9c1d-4a57-8b7e-2f6c1d9e0a11 not found", "", ""),
        json("23:06:38", "warn", "Order 7c2a9f10-1b2c-4d3e-9f8a-5b6c7d8e9f00 not found", "", ""));

    assertThat(errors())
        .extracting(LogPattern::message, LogPattern::count)
        .containsExactlyInAnyOrder(
            tuple("Redis reconnection attempt 5/5 in 16908.97994459826ms", 2),
            tuple("Order 7c2a9f10-1b2c-4d3e-9f8a-5b6c7d8e9f00 not found", 2));
  }

  @Test
  void addressesAndTableNames_keepPatternsApart() {
    pod(
        "pod-a",
        json("23:06:19", "error", "Query failed", "connect ECONNREFUSED 10.96.255.23:5432", ""),
        json("23:06:20", "error", "Query failed", "connect ECONNREFUSED 10.96.154.191:6379", ""),
        json("23:06:21", "error", "Query failed", "relation \"orders_v1\" does not exist", ""),
        json("23:06:22", "error", "Query failed", "relation \"orders_v2\" does not exist", ""));

    assertThat(errors()).hasSize(4);
  }

  @Test
  void noiseOfEveryStart_isLeftOut() {
    pod(
        "pod-a",
        json("23:06:19", "error", "Failed to initialize email service", "createTransporter", ""),
        json(
            "23:06:19",
            "warn",
            "Elasticsearch not available, search features will be limited",
            "connect ECONNREFUSED 127.0.0.1:9200",
            ""));

    assertThat(errors()).isEmpty();
  }

  @Test
  void heapLimit_plainLineHasTheTimeOfTheLineBeforeIt() {
    previous(
        "pod-a",
        json("23:06:19", "info", "GET /api/products 200", "", ""),
        "",
        "<--- Last few GCs --->",
        "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory");

    LogPattern pattern = only(errors());

    assertThat(pattern.level()).isEqualTo("error");
    assertThat(pattern.message()).startsWith("FATAL ERROR: Reached heap limit");
    assertThat(pattern.lastSeen()).isEqualTo(Instant.parse("2026-11-23T23:06:19Z"));
  }

  @Test
  void plainLineWithoutAnyTimeBeforeIt_countsFromTheBeginning() {
    pod("pod-a", "Error: listen EADDRINUSE: address already in use :::5000");

    assertThat(only(errors()).firstSeen()).isEqualTo(SINCE);
  }

  @Test
  void linesWithTheKubeletsTime_areReadToo() {
    pod(
        "pod-a",
        "2026-11-23T23:06:19.123456789Z FATAL ERROR: Reached heap limit",
        "2026-11-23T23:06:20.5Z {\"level\":\"error\",\"message\":\"No time of its own\"}");

    assertThat(errors())
        .extracting(LogPattern::firstSeen)
        .containsExactly(
            Instant.parse("2026-11-23T23:06:19.123456789Z"),
            Instant.parse("2026-11-23T23:06:20.5Z"));
  }

  @Test
  void olderLines_areLeftOut() {
    pod("pod-a", json("22:59:59", "error", "Error fetching products", TIMEOUT, ""));

    assertThat(errors()).isEmpty();
  }

  @Test
  void oddLines_areReadAsFarAsTheyGo() {
    pod(
        "pod-a",
        "{\"timestamp\":\"2026-11-23T23:06:19.000Z\",\"level\":\"\\u001b[31mERROR\\u001b[39m\",\"message\":\"Colored\",\"error\":{\"message\":\"nested\",\"code\":7}}",
        "{\"level\":\"error\",\"message\":\"cut off in the mid",
        "[1,2]",
        "{\"level\":\"error\"}");

    assertThat(errors())
        .extracting(LogPattern::message, LogPattern::error)
        .containsExactly(
            tuple("Colored", "nested"),
            tuple("{\"level\":\"error\",\"message\":\"cut off in the mid", ""),
            tuple("{\"level\":\"error\"}", ""));
  }

  @Test
  void hugeLine_isCut() {
    pod("pod-a", json("23:06:19", "error", "x".repeat(10_000), "", ""));

    assertThat(only(errors()).message()).hasSizeLessThan(600);
  }

  @Test
  void manyPatterns_theMostFrequentAreKept() {
    List<String> lines = new ArrayList<>();
    for (char name = 'a'; name <= 'z'; name++) {
      lines.add(json("23:06:19", "error", "Failure " + name, "", ""));
    }
    lines.add(json("23:06:20", "error", "Failure q", "", ""));
    pod("pod-a", lines.toArray(String[]::new));

    assertThat(logs(Map.of("runbook.logs.max-patterns", "3")).errors(BACKEND, SINCE).value())
        .hasSize(3)
        .first()
        .extracting(LogPattern::message, LogPattern::count)
        .containsExactly("Failure q", 2);
  }

  @Test
  void dependencyErrors_paymentAndRedisAreAmongThemAndUrlsAreNot() {
    pod(
        "pod-a",
        json(
            "23:06:19",
            "error",
            "Error creating payment intent",
            "An error occurred with our connection to Stripe. Request was retried 1 times.",
            ""),
        json("23:06:20", "error", "Redis client error", "Socket closed unexpectedly", ""),
        json("23:06:21", "error", "Upstream failed", "timeout of 3000 ms exceeded", ""),
        json("23:06:22", "error", "Rapid failure", "relation does not exist", "/api/products"));

    assertThat(logs(Map.of()).dependencyErrors(BACKEND, SINCE).value())
        .extracting(LogPattern::message)
        .containsExactlyInAnyOrder(
            "Error creating payment intent", "Redis client error", "Upstream failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bunyan              | checkout failed             | pool timed out                        | 4",
        "pino                | query failed                | connect ECONNREFUSED 10.96.3.7:5432   | 4",
        "zap                 | acquire connection: timeout | context deadline exceeded             | 3",
        "gelf                | cannot reach redis          | ''                                    | 4",
        "winston-east-of-utc | query failed                | timeout                               | 4",
        "winston-west-of-utc | query failed                | timeout                               | 4",
      })
  void errorsOfOtherLoggers_haveTheirOwnWordsAndTheTimeOfTheLogApi(
      String logger, String message, String error, int count) throws IOException {
    pod("pod-a", file(logger));

    assertThat(errors().get(0))
        .isEqualTo(
            new LogPattern(
                "error",
                message,
                error,
                List.of(),
                count,
                Instant.parse("2026-11-23T23:06:10.123456789Z"),
                Instant.parse("2026-11-23T23:06:10.123456789Z").plusSeconds(count - 1)));
    assertThat(logs(Map.of()).reading(BACKEND, SINCE).value())
        .satisfies(it -> assertThat(it.understood()).isEqualTo(it.lines()));
  }

  @Test
  void proseAboutErrors_isNone() throws IOException {
    pod("pod-a", file("plain-without-errors"));

    assertThat(errors()).isEmpty();
    assertThat(logs(Map.of()).reading(BACKEND, SINCE).value())
        .isEqualTo(new LogReading(4, 4, 3, List.of()));
  }

  /** What console.error writes was taken for a log without errors. */
  @Test
  void noLineShowsHowBadItIs_isUnknown_untilTheSettingsSayWhatAnErrorIs() {
    pod(
        "pod-a",
        "Listening on port 5000",
        "Database query failed: relation \"orders_v2\" does not exist",
        "Database query failed: relation \"orders_v2\" does not exist");

    assertThat(logs(Map.of()).errors(BACKEND, SINCE).unknownBecause())
        .contains("of none of 3 lines is known how bad it is", "Listening on port 5000")
        .contains("runbook.logs.plain-errors");
    assertThat(logs(Map.of()).dependencyErrors(BACKEND, SINCE).answered()).isFalse();
    assertThat(logs(Map.of()).reading(BACKEND, SINCE).value())
        .isEqualTo(new LogReading(3, 3, 3, List.of()));

    Logs told = logs(Map.of("runbook.logs.plain-errors", "query failed"));
    assertThat(only(told.errors(BACKEND, SINCE).value()).count()).isEqualTo(2);
    assertThat(told.reading(BACKEND, SINCE).value()).isEqualTo(new LogReading(3, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop web [error] query failed",
        "query failed (severity=error)",
        "<log4j:event logger=\"a\" level=\"ERROR\">",
        "=ERROR REPORT==== query failed",
        "10.0.0.1:5 fe be/srv1 0/0/-1/-1/1 503 222 \"GET /api/orders HTTP/1.1\"",
        "GET /api/orders => generated 21 bytes (HTTP/1.1 500)",
        "order 7: DeclinedError: no money",
        "<11>1 - host app 7 query failed",
        "[E] query failed",
      })
  void levelInAPlaceThatNoShapeReads_isNotUnderstood_andNeverNoErrors(String line) {
    pod("pod-a", line, line, "Listening on port 5000");

    assertThat(logs(Map.of()).errors(BACKEND, SINCE).unknownBecause())
        .contains("only 1 of 3 lines were understood", line);
  }

  @Test
  void wordsWithoutALevel_besideLinesThatHaveOne_areNoErrors() {
    pod("pod-a", "Listening on port 5000", json("23:06:18", "info", "Orders fetched", "", ""));

    assertThat(errors()).isEmpty();
    assertThat(logs(Map.of()).reading(BACKEND, SINCE).value())
        .isEqualTo(new LogReading(2, 2, 1, List.of()));
  }

  @Test
  void mostLinesAreNotUnderstood_isUnknownAndNeverNoErrors() {
    pod("pod-a", "{\"kind\":\"E\",\"what\":\"pool\"}", "ts|7|E|pool", "Listening on port 5000");

    assertThat(logs(Map.of()).errors(BACKEND, SINCE).unknownBecause())
        .contains("only 1 of 3 lines were understood")
        .contains("{\"kind\":\"E\",\"what\":\"pool\"}")
        .contains("runbook.logs.plain-errors");
    assertThat(logs(Map.of()).dependencyErrors(BACKEND, SINCE).answered()).isFalse();
    assertThat(logs(Map.of()).reading(BACKEND, SINCE).value())
        .isEqualTo(new LogReading(3, 1, 1, List.of()));
  }

  @Test
  void errorsAmongLinesThatAreNotUnderstood_areTold() {
    pod("pod-a", "ts|7|E|pool", "ts|7|E|pool", "ERROR pool is gone");

    assertThat(only(errors()).message()).isEqualTo("pool is gone");
  }

  @Test
  void shapeOfOnesOwn_isAnErrorWhereTheSettingsSaySo() {
    pod("pod-a", "ts|7|E|pool", "ts|7|I|pool");

    assertThat(logs(Map.of("runbook.logs.plain-errors", "\\|E\\|")).errors(BACKEND, SINCE).value())
        .extracting(LogPattern::message)
        .containsExactly("ts|7|E|pool");
  }

  @Test
  void stackAndTheLineBeforeIt_areOneLine() {
    pod(
        "pod-a",
        stamped("2026-11-23 23:06:10,123 ERROR [main] c.s.Orders - order failed"),
        stamped("java.lang.IllegalStateException: no order"),
        stamped("\tat com.shop.Orders.place(Orders.java:7)"),
        stamped("Caused by: java.sql.SQLTransientConnectionException: timed out after 3000ms"),
        stamped("\t... 12 more"));

    assertThat(only(errors()))
        .extracting(LogPattern::message, LogPattern::error)
        .containsExactly(
            "[main] c.s.Orders - order failed",
            "java.sql.SQLTransientConnectionException: timed out after 3000ms");
    assertThat(logs(Map.of()).reading(BACKEND, SINCE).value()).isEqualTo(new LogReading(5, 5));
  }

  @Test
  void tracebackOfPython_isOneLineAndSaysWhatItEndsWith() {
    pod(
        "pod-a",
        "ERROR:shop:payment failed",
        "Traceback (most recent call last):",
        "  File \"/app/pay.py\", line 7, in pay",
        "    charge()",
        "requests.exceptions.ConnectTimeout: timed out",
        "INFO:shop:next",
        "Internal Server Error: /api/orders",
        "Traceback (most recent call last):",
        "  File \"/app/a.py\", line 3, in get",
        "django.db.utils.OperationalError: timeout expired");
    pod(
        "pod-b",
        "Traceback (most recent call last):",
        "  File \"/app/main.py\", line 1, in <module>",
        "ModuleNotFoundError: No module named 'flask'");

    assertThat(errors())
        .extracting(LogPattern::message, LogPattern::error)
        .containsExactlyInAnyOrder(
            tuple("shop:payment failed", "requests.exceptions.ConnectTimeout: timed out"),
            tuple(
                "Internal Server Error: /api/orders",
                "django.db.utils.OperationalError: timeout expired"),
            tuple("ModuleNotFoundError: No module named 'flask'", ""));
  }

  @Test
  void panicOfRust_saysWhyInItsSecondLine() {
    pod(
        "pod-a",
        "thread 'main' panicked at src/main.rs:7:5:",
        "called `Result::unwrap()` on an `Err` value: Io(Custom { kind: TimedOut })",
        "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
        "Listening on port 5000");

    assertThat(only(errors()))
        .extracting(LogPattern::message, LogPattern::error)
        .containsExactly(
            "thread 'main' panicked at src/main.rs:7:5:",
            "called `Result::unwrap()` on an `Err` value: Io(Custom { kind: TimedOut })");
    assertThat(logs(Map.of()).reading(BACKEND, SINCE).value())
        .isEqualTo(new LogReading(4, 4, 1, List.of()));
  }

  @Test
  void linesThatContinueOthers_areNoneOfTheirOwn() {
    pod(
        "pod-a",
        "/app/server.js:10",
        "    throw new Error('no pool')",
        "    ^",
        "",
        "Error: no pool",
        "    at Object.<anonymous> (/app/server.js:10:9)",
        "{",
        "  \"level\": \"error\",",
        "  \"message\": \"written over many lines\"",
        "}",
        "fail: Shop.Checkout[0]",
        "      Checkout failed",
        "      System.TimeoutException: The operation has timed out.",
        "         at Shop.Checkout.Pay()",
        "panic: no pool",
        "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x1]",
        "",
        "goroutine 1 [running]:",
        "main.pay(0x1)",
        "\t/app/main.go:7 +0x1d",
        "Error: another one");

    assertThat(errors())
        .extracting(LogPattern::message, LogPattern::error)
        .containsExactlyInAnyOrder(
            tuple("Error: no pool", ""),
            tuple("written over many lines", ""),
            tuple("Checkout failed", "System.TimeoutException: The operation has timed out."),
            tuple("panic: no pool", ""),
            tuple("Error: another one", ""));
  }

  @Test
  void timeThatCannotBe_isNotBelievedWhereTheLogApiGivesNone() {
    pod("pod-a", "{\"timestamp\":\"2026-11-24 05:06:10\",\"level\":\"error\",\"message\":\"x\"}");

    assertThat(only(errors()).lastSeen()).isEqualTo(SINCE);
  }

  @Test
  void linesOfALoggerThatIsNotKnown_areUnknown_andNotFreeOfErrors() {
    pod(
        "pod-a",
        json("23:06:18", "info", "GET /api/products 200", "", ""),
        "{\"severity\":17,\"body\":\"Error fetching products\"}",
        "",
        "{\"severity\":9,\"body\":\"GET /api/products 500\"}");

    assertThat(logs(Map.of()).errors(BACKEND, SINCE).unknownBecause())
        .startsWith("only 1 of 3 lines were understood");
    assertThat(logs(Map.of()).dependencyErrors(BACKEND, SINCE).answered()).isFalse();
    assertThat(logs(Map.of()).reading(BACKEND, SINCE).value()).isEqualTo(new LogReading(3, 1));
  }

  @Test
  void linesAreCounted_andTheLevelOfOneThatWasCutOffIsKnown() {
    pod(
        "pod-a",
        json("23:06:18", "http", "GET /api/products 500", "", ""),
        json("23:06:19", "error", "Error fetching products", TIMEOUT, "/api/products"),
        "Server listening on 5000",
        "{\"level\":\"error\",\"message\":\"cut off in the mid");

    assertThat(logs(Map.of()).reading(BACKEND, SINCE).value())
        .isEqualTo(new LogReading(4, 4, 1, List.of()));
    assertThat(errors()).isNotEmpty();
  }

  @Test
  void noLines_isAnAnswer() {
    pod("pod-a");

    assertThat(errors()).isEmpty();
  }

  @Test
  void clusterDoesNotGiveLogs_isUnknown() {
    PodLogs silent =
        (workload, since, maxLines) -> {
          throw new LogsUnknown("the API server refused pods/log; grant it", null);
        };

    Answer<List<LogPattern>> answer = logs(silent, Map.of()).errors(BACKEND, SINCE);

    assertThat(logs(silent, Map.of()).reading(BACKEND, SINCE).answered()).isFalse();
    assertThat(answer.unknownBecause()).isEqualTo("the API server refused pods/log; grant it");
    assertThat(answer.source()).contains("dhakacart/dhakacart-backend").contains(SINCE.toString());
  }

  /** It was left out in silence, and what the others did not say was taken for "no errors". */
  @Test
  void onePodGivesNoLog_othersAreRead_andWhereTheySayNothingItIsUnknown() {
    pod("pod-a", json("23:06:10", "info", "Orders fetched", "", "/api/orders"));
    logs.add(PodLog.unread("pod-b", false, "500: the kubelet does not answer"));

    assertThat(logs(Map.of()).reading(BACKEND, SINCE).value())
        .isEqualTo(new LogReading(1, 1, List.of("pod-b: 500: the kubelet does not answer")));
    assertThat(logs(Map.of()).errors(BACKEND, SINCE).unknownBecause())
        .contains("no error in what was read", "pod-b: 500: the kubelet does not answer");

    pod("pod-c", json("23:06:19", "error", "Error fetching products", TIMEOUT, "/api/products"));

    assertThat(errors()).hasSize(1);
  }

  @Test
  void sizeOfAPodsLog_isBounded() {
    List<Integer> asked = new ArrayList<>();
    PodLogs pods =
        (workload, since, maxLines) -> {
          asked.add(maxLines);
          return List.of();
        };

    logs(pods, Map.of("runbook.logs.max-lines-per-pod", "64")).errors(BACKEND, SINCE);

    assertThat(asked).containsExactly(64);
  }

  @Test
  void questionsOfOneMoment_areAnsweredByOneReading_eachFromItsOwnBeginning() {
    pod(
        "pod-a",
        json("22:30:00", "error", "Error fetching orders", TIMEOUT, "/api/orders"),
        json("23:06:19", "error", "Error fetching products", TIMEOUT, "/api/products"));
    List<Instant> asked = new ArrayList<>();
    Logs shared =
        logs(
            (workload, since, maxLines) -> {
              asked.add(since);
              return logs;
            },
            Map.of());

    assertThat(shared.errors(BACKEND, SINCE).value()).hasSize(1);
    assertThat(shared.errors(BACKEND, SINCE.minusSeconds(3000)).value()).hasSize(2);
    assertThat(shared.dependencyErrors(BACKEND, SINCE).value()).hasSize(1);

    assertThat(asked).hasSize(1);
  }

  private static final String TIMEOUT = "timeout exceeded when trying to connect";

  private void pod(String name, String... lines) {
    logs.add(PodLog.read(name, false, String.join("\n", lines)));
  }

  private static String file(String logger) throws IOException {
    return Files.readString(Path.of("src/test/resources/logs", logger + ".log"));
  }

  private static String stamped(String line) {
    return "2026-11-23T23:06:10.1Z " + line;
  }

  private void previous(String name, String... lines) {
    logs.add(PodLog.read(name, true, String.join("\n", lines)));
  }

  private static String json(String time, String level, String message, String error, String url) {
    return new ObjectMapper()
        .valueToTree(
            Map.of(
                "timestamp", "2026-11-23 " + time,
                "level", level,
                "message", message,
                "error", error,
                "url", url))
        .toString();
  }

  private List<LogPattern> errors() {
    return logs(Map.of()).errors(BACKEND, SINCE).value();
  }

  private Logs logs(Map<String, String> properties) {
    return logs((workload, since, maxLines) -> logs, properties);
  }

  private static Logs logs(PodLogs pods, Map<String, String> properties) {
    LogSettings settings = SettingsOf.type(LogSettings.class, properties);
    return new LogsConfiguration()
        .logs(
            pods,
            new LogLineReader(settings, new ObjectMapper()),
            new LogPatterns(settings),
            settings,
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static LogPattern only(List<LogPattern> patterns) {
    assertThat(patterns).hasSize(1);
    return patterns.get(0);
  }
}
