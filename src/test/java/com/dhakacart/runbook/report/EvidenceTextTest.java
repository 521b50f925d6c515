package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.report.BadRelease.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Autoscaler;
import com.dhakacart.runbook.incident.Autoscaling;
import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.ImageNote;
import com.dhakacart.runbook.incident.LastWords;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.PodFigures;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodHealth.DatabaseCheck;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodState.Termination;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.RouteLatency;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.Usual;
import com.dhakacart.runbook.incident.Usual.Measure;
import com.dhakacart.runbook.incident.Usual.UsualFigure;
import com.dhakacart.runbook.incident.Usual.UsualPattern;
import com.dhakacart.runbook.incident.WarningEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTextTest {

  private static final List<EvidencePart<?>> LOOKS_AT_THE_LOG =
      List.of(
          EvidencePart.ERROR_LINES,
          EvidencePart.LOG_PATTERNS,
          EvidencePart.DEPENDENCY_LINES,
          EvidencePart.LOG_READING);

  @Test
  void linesRead_saysHowManyWereUnderstood() {
    assertThat(LogText.reading(new LogReading(812, 3))).isEqualTo("812 lines read, 3 understood");
    assertThat(LogText.reading(new LogReading(1, 1))).isEqualTo("1 line read, all understood");
    assertThat(LogText.reading(new LogReading(0, 0))).isEqualTo("no line was there");
    assertThat(LogText.reading(new LogReading(4, 4, 3, List.of())))
        .isEqualTo("4 lines read, all understood, 3 of them words without a level");
    assertThat(LogText.reading(new LogReading(5, 4, 4, List.of())))
        .isEqualTo("5 lines read, of none is known how bad it is");
  }

  @Test
  void everyPart_hasItsWords() {
    assertThat(EvidenceText.of(null, 0.05, LocalTimes.UTC))
        .extracting(Finding::part)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    EvidencePart.all().stream()
                        .filter(it -> !LOOKS_AT_THE_LOG.contains(it))
                        .map(EvidencePart::title),
                    Stream.of("Log"))
                .toList());
  }

  // Each of the three lists said it.
  @Test
  void messageThatEveryLookFound_isSaidOnce_withWhatIsNewInFront() {
    Evidence seen =
        logged(
            List.of(
                pattern("slow query", 90, "22:58:00"),
                pattern("connect ECONNREFUSED 10.1.2.3:6379", 7, "23:05:10"),
                pattern("query 41 failed", 3, "23:05:40")));
    Evidence withErrors =
        seen.with(EvidencePart.ERROR_RATES, answer(errors("23:03:00", "23:05:30")));

    assertThat(log(EvidenceText.of(withErrors, 0.05, LocalTimes.UTC)).lines())
        .containsExactly(
            "7 × error “connect ECONNREFUSED 10.1.2.3:6379”, new since the errors began, speaks of"
                + " a dependency",
            "3 × error “query 41 failed”, new since the errors began",
            "90 × error “slow query”");
  }

  @Test
  void messageSinceTheRelease_isSaidToBeSo_unlessNoLineIsOlder() {
    Evidence released =
        Evidence.NONE.with(
            EvidencePart.RELEASES,
            answer(
                new Releases(
                    List.of(new Release(2, "b", List.of("x"), at("23:05:00"), null, true)),
                    at("23:05:00"))));
    LogPattern fresh = pattern("no column total", 4, "23:05:20");
    LogPattern older = pattern("slow query", 9, "23:01:00");

    assertThat(
            log(EvidenceText.of(
                    released.with(EvidencePart.LOG_PATTERNS, answer(List.of(older, fresh))),
                    0.05,
                    LocalTimes.UTC))
                .lines())
        .containsExactly(
            "4 × error “no column total”, new since the release", "9 × error “slow query”");
    assertThat(
            log(EvidenceText.of(
                    released.with(EvidencePart.LOG_PATTERNS, answer(List.of(fresh))),
                    0.05,
                    LocalTimes.UTC))
                .lines())
        .containsExactly("4 × error “no column total”");
  }

  @Test
  void oneLookAtTheLogFailed_whatTheOthersFoundIsSaid_andWhatIsUnknown() {
    Evidence seen =
        logged(List.of(pattern("query failed", 3, "23:05:40")))
            .with(
                EvidencePart.LOG_PATTERNS,
                Answer.unknown("kubectl logs", at("23:06:00"), "the kubelet does not answer"));

    List<Finding> findings = EvidenceText.of(seen, 0.05, LocalTimes.UTC);

    assertThat(log(findings).lines()).hasSize(1);
    assertThat(findings)
        .filteredOn(it -> it.wasAsked() && !it.known())
        .singleElement()
        .satisfies(it -> assertThat(it.part()).isEqualTo("Log, in part"))
        .satisfies(
            it -> assertThat(it.asked().unknownBecause()).isEqualTo("the kubelet does not answer"));
  }

  /** What the others wrote stands beside it. */
  @Test
  void onePodGaveNoLog_isUnknownInPart() {
    Evidence seen =
        Evidence.NONE
            .with(EvidencePart.ERROR_LINES, answer(List.of()))
            .with(EvidencePart.LOG_READING, answer(new LogReading(4, 4, List.of("pod-b: 500"))));

    List<Finding> findings = EvidenceText.of(seen, 0.05, LocalTimes.UTC);

    assertThat(findings)
        .filteredOn(it -> it.part().equals("Log, in part"))
        .singleElement()
        .satisfies(it -> assertThat(it.asked().unknownBecause()).isEqualTo("pod-b: 500"));
    assertThat(EvidenceText.quiet(findings)).isEmpty();
  }

  @Test
  void whatSaysNothingUnusual_isNotTelling_andWhatIsNotUnderstoodIs() {
    Evidence quiet =
        Evidence.NONE
            .with(EvidencePart.ERROR_LINES, answer(List.of()))
            .with(EvidencePart.LOG_READING, answer(new LogReading(4, 4)))
            .with(EvidencePart.EVENTS, answer(List.of()))
            .with(
                EvidencePart.NODES, answer(List.of(new NodeState("a", true, List.of(), List.of()))))
            .with(EvidencePart.ENDPOINTS, answer(List.of(new ServiceEndpoints("shop", 2, 1))));

    assertThat(EvidenceText.quiet(EvidenceText.of(quiet, 0.05, LocalTimes.UTC)))
        .hasValue("Nodes, Log, Warning events");
    assertThat(
            EvidenceText.quiet(
                EvidenceText.of(
                    quiet.with(EvidencePart.LOG_READING, answer(new LogReading(4, 3))),
                    0.05,
                    LocalTimes.UTC)))
        .hasValue("Nodes, Warning events");
    assertThat(
            EvidenceText.quiet(
                EvidenceText.of(
                    quiet.with(
                        EvidencePart.LOG_READING, answer(new LogReading(4, 4, 3, List.of()))),
                    0.05,
                    LocalTimes.UTC)))
        .hasValue("Nodes, Warning events");
  }

  /** "No errors" would be told of a log that says of no line how bad it is. */
  @Test
  void logThatShowsNoLevel_isUnknownAndNeverNoErrors() {
    Answer<List<LogPattern>> unknown =
        Answer.unknown("pod logs", at("23:06:00"), "of none of 9 lines is known how bad it is");

    List<Finding> findings =
        EvidenceText.of(
            Evidence.NONE
                .with(EvidencePart.ERROR_LINES, unknown)
                .with(EvidencePart.LOG_PATTERNS, unknown)
                .with(EvidencePart.DEPENDENCY_LINES, unknown)
                .with(EvidencePart.LOG_READING, answer(new LogReading(9, 9, 9, List.of()))),
            0.05,
            LocalTimes.UTC);

    assertThat(log(findings).lines())
        .containsExactly("9 lines read, of none is known how bad it is");
    assertThat(findings)
        .filteredOn(it -> it.wasAsked() && !it.known())
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.asked().unknownBecause())
                    .isEqualTo("of none of 9 lines is known how bad it is"));
    assertThat(EvidenceText.quiet(findings)).isEmpty();
  }

  @Test
  void errorRateThatDips_isOverTheThresholdSinceItRose_andSaysSo() {
    assertThat(
            MetricsText.errorRates(
                rates("22:49:45 0", "22:50:00 9", "22:50:15 4.8", "22:50:30 8"),
                0.05,
                LocalTimes.UTC))
        .containsExactly(
            "over 5 % since 22:50:00, with dips under it, the last at 22:50:15; highest 9.0 % at"
                + " 22:50:00");
    assertThat(MetricsText.errorRates(rates("22:50:00 9", "22:51:00 4"), 0.05, LocalTimes.UTC))
        .containsExactly(
            "over 5 % since 22:50:00 or earlier, with dips under it, the last at 22:51:00; highest"
                + " 9.0 % at 22:50:00");
    assertThat(
            MetricsText.errorRates(
                rates("22:50:00 0", "22:51:00 9", "22:52:00 0", "22:53:00 0"),
                0.05,
                LocalTimes.UTC))
        .containsExactly("was over 5 %, under it since; highest 9.0 % at 22:51:00");
  }

  private static ErrorRateHistory rates(String... clockAndPercent) {
    return new ErrorRateHistory(
        Stream.of(clockAndPercent)
            .map(it -> it.split(" "))
            .map(it -> new ErrorRateHistory.Sample(at(it[0]), Double.parseDouble(it[1]) / 100))
            .toList());
  }

  private static Finding log(List<Finding> findings) {
    return findings.stream().filter(it -> it.part().equals("Log")).findFirst().orElseThrow();
  }

  private static Evidence logged(List<LogPattern> patterns) {
    return Evidence.NONE
        .with(EvidencePart.ERROR_LINES, answer(patterns))
        .with(EvidencePart.LOG_PATTERNS, answer(patterns))
        .with(
            EvidencePart.DEPENDENCY_LINES,
            answer(patterns.stream().filter(it -> it.message().contains("ECONNREFUSED")).toList()));
  }

  private static LogPattern pattern(String message, int count, String firstSeen) {
    return new LogPattern("error", message, "", List.of(), count, at(firstSeen), at("23:06:00"));
  }

  private static ErrorRateHistory errors(String well, String failing) {
    return new ErrorRateHistory(
        List.of(
            new ErrorRateHistory.Sample(at(well), 0.0),
            new ErrorRateHistory.Sample(at(failing), 0.4)));
  }

  private static <T> Answer<T> answer(T value) {
    return Answer.of("asked", at("23:06:00"), value);
  }

  @Test
  void poolExhausted_isSaidInOneLine() {
    assertThat(
            HealthText.health(
                List.of(exhausted("a", 18900), exhausted("b", 19100), exhausted("c", 19000))))
        .containsExactly(
            "/health 503 unhealthy on 3 of 3 pods (pod proxy, 18.9-19.1 s)",
            "database unhealthy (timeout exceeded when trying to connect) on 3 of 3 pods",
            "database pool: 20 of 20 open connections used, 3 waiting, on 3 of 3 pods");
  }

  @Test
  void oneExhaustedPool_doesNotHideAmongTheOthers() {
    PodHealth well =
        new PodHealth(
            "b",
            "pod proxy",
            200,
            4,
            "healthy",
            new DatabaseCheck("healthy", null, 2L, 4, 3, 0),
            null,
            null,
            null);

    assertThat(HealthText.health(List.of(exhausted("a", 19000), well)))
        .contains(
            "database pool: 20 of 20 open connections used, 3 waiting, on 1 of 2 pods",
            "database pool: 1 of 4 open connections used, none waiting, on 1 of 2 pods");
  }

  @Test
  void podThatGaveNoAnswer_isSaidWithItsReason() {
    PodHealth silent =
        new PodHealth("a", "pod proxy", 0, 25000, null, null, null, null, "no answer within 25 s");

    assertThat(HealthText.health(List.of(silent)))
        .containsExactly(
            "/health no answer (no answer within 25 s) on 1 of 1 pod (pod proxy, 25.0 s)");
  }

  @Test
  void deadContainers_sayWhatTheyWroteLast_orWhyNobodyKnows() {
    Termination killed = new Termination("OOMKilled", 137, at("23:05:10"));
    assertThat(
            ClusterText.lastWords(
                List.of(
                    new LastWords(
                        "web-1", "proxy", killed, 3, List.of("heap is full", "bye"), null),
                    new LastWords("web-2", "proxy", killed, 1, List.of(), "pods/log is forbidden")),
                at("23:06:00"),
                LocalTimes.UTC))
        .containsExactly(
            "proxy of web-1 last ended with OOMKilled (exit code 137) at 23:05:10, 3 restarts:"
                + " “heap is full” “bye”",
            "proxy of web-2 last ended with OOMKilled (exit code 137) at 23:05:10, 1 restart: its"
                + " log could not be read: pods/log is forbidden");
    assertThat(ClusterText.lastWords(List.of(), at("23:06:00"), LocalTimes.UTC))
        .containsExactly("no container died within the hour");
  }

  @Test
  void whatIsNew_isToldFromWhatIsAsAlways() {
    Usual usual =
        new Usual(
            at("20:00:00"),
            40,
            List.of(
                new UsualFigure(Measure.ERROR_RATIO, "", 9, 0.001, 0.004),
                new UsualFigure(Measure.P95_SECONDS, "", 9, 0.2, 0.3),
                new UsualFigure(Measure.P95_SECONDS, "/orders", 9, 0.2, 0.3),
                new UsualFigure(Measure.CPU_CORES, "", 9, 0.1, 0.2)),
            List.of(
                new UsualPattern(
                    LogPattern.Words.of("error", "Mail 7 bounced", ""),
                    31,
                    90,
                    at("20:00:00"),
                    at("22:00:00"))));
    Evidence seen =
        Evidence.NONE
            .with(TRAFFIC, answered(new Traffic(20, 0.142, 0.25)))
            .with(ROUTE_LATENCIES, answered(List.of(new RouteLatency("/orders", 3))))
            .with(USAGE, answered(List.of(new PodUsage("web-1", 0.9, 1L << 26))))
            .with(
                LOG_PATTERNS,
                answered(List.of(pattern("Mail 9 bounced"), pattern("Cannot read properties"))));

    assertThat(UsualText.against(usual, seen, LocalTimes.UTC))
        .satisfiesExactly(
            it -> assertThat(it).startsWith("noted 40 times since").contains("20:00:00"),
            it -> assertThat(it).startsWith("error rate 14.2 %: new, usually 0.1 %"),
            it -> assertThat(it).startsWith("p95 0.25 s: as always"),
            it -> assertThat(it).startsWith("p95 of /orders 3.00 s: new"),
            it -> assertThat(it).startsWith("CPU of the busiest pod 0.90 cores: new"),
            it -> assertThat(it).isEqualTo("“Mail 9 bounced”: as always, noted in 31 of 40 rounds"),
            it -> assertThat(it).isEqualTo("“Cannot read properties”: new"));
    assertThat(
            UsualText.against(
                new Usual(at("20:00:00"), 2, List.of(), List.of()), seen, LocalTimes.UTC))
        .singleElement()
        .asString()
        .contains("too few to call anything new");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 210, far fewer",
    "1.5, 210, far fewer",
    "41.9, 210, far fewer",
    "42, 210, as always",
    "250, 210, as always",
    "900, 210, new",
    "0, 0.1, as always"
  })
  void requests_areFewToo(double now, double average, String words) {
    Usual usual =
        new Usual(
            at("20:00:00"),
            40,
            List.of(
                new UsualFigure(Measure.REQUESTS_PER_SECOND, "", 9, average, average),
                new UsualFigure(Measure.ERROR_RATIO, "", 9, 0.4, 0.4)),
            List.of());
    Evidence seen = Evidence.NONE.with(TRAFFIC, answered(new Traffic(now, 0.01, 0.2)));

    assertThat(UsualText.against(usual, seen, LocalTimes.UTC))
        .anySatisfy(
            it -> assertThat(it).startsWith("requests ").contains(": " + words + ", usually"))
        .anySatisfy(it -> assertThat(it).startsWith("error rate 1.0 %: as always"));
  }

  private static <T> Answer<T> answered(T value) {
    return Answer.of("as told", at("23:05:00"), value);
  }

  private static LogPattern pattern(String message) {
    return new LogPattern("error", message, "", List.of(), 3, at("23:00:00"), at("23:05:00"));
  }

  @Test
  void imageOfAnotherDigest_isShownBesideTheOneBefore() {
    PodState pod =
        new PodState(
            "web-1",
            "Running",
            true,
            "web:latest",
            "1",
            at("23:00:00"),
            0,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(
                new ContainerState(
                    "web",
                    ContainerState.Role.SERVES,
                    "web:latest",
                    "web@sha256:" + "b".repeat(64),
                    null,
                    0,
                    null,
                    null)));
    ImageNote before =
        new ImageNote(
            "web", "web:latest", "web@sha256:" + "a".repeat(64), at("20:00:00"), at("22:55:00"));

    assertThat(ImageText.notes(List.of(before), List.of(pod), LocalTimes.UTC))
        .singleElement()
        .asString()
        .startsWith("web (web:latest): digest now sha256:bbb")
        .contains("noted now for the first time; digest before sha256:aaa", "22:55:00");
    assertThat(ImageText.notes(List.of(), List.of(pod), LocalTimes.UTC))
        .singleElement()
        .asString()
        .endsWith("none was noted before");
  }

  @Test
  void restartedPods_sayHowTheyEnded() {
    PodState killed =
        new PodState(
            "backend-1-a",
            "Running",
            false,
            "backend:1",
            "1",
            at("23:00:00"),
            3,
            "CrashLoopBackOff",
            new Termination("OOMKilled", 137, at("23:05:10")),
            null,
            null);

    assertThat(ClusterText.pods(List.of(killed), at("23:06:00"), LocalTimes.UTC))
        .containsExactly(
            "0 of 1 pod ready, 3 restarts",
            "backend-1-a waits: CrashLoopBackOff, last ended with OOMKilled (exit code 137) at"
                + " 23:05:10");
  }

  // It read as of this hour, and the pod counted as one in trouble.
  @Test
  void containerThatEndedDaysAgo_saysOfWhichDay_andIsNoTroubleOfAPodThatIsWell() {
    Instant threeDaysAgo = at("23:00:00").minus(Duration.ofDays(3));

    assertThat(
            ClusterText.pods(
                List.of(ended("a", false, threeDaysAgo), ended("b", true, threeDaysAgo)),
                at("23:06:00"),
                LocalTimes.UTC))
        .containsExactly(
            "1 of 2 pods ready, 4 restarts",
            "a is not ready (Running), last ended with Error (exit code 1) at 2026-11-20 23:00:00");
    assertThat(
            ClusterText.pods(
                List.of(ended("b", true, at("22:06:01"))), at("23:06:00"), LocalTimes.UTC))
        .containsExactly(
            "1 of 1 pod ready, 2 restarts", "b last ended with Error (exit code 1) at 22:06:01");
  }

  private static PodState ended(String name, boolean ready, Instant at) {
    return new PodState(
        name,
        "Running",
        ready,
        "backend:1",
        "1",
        at.minusSeconds(60),
        2,
        null,
        new Termination("Error", 1, at),
        null,
        null);
  }

  @Test
  void noTraffic_isNotAnErrorRateOfZero() {
    assertThat(MetricsText.traffic(new Traffic(0, null, null)))
        .containsExactly("no traffic: no customer's request arrives");
  }

  @Test
  void sameImageInBothRevisions_isSaid() {
    List<String> image = List.of("dhakacart/backend:latest");
    Releases releases =
        new Releases(
            List.of(
                new Release(2, "b", image, at("23:04:31"), null, true),
                new Release(1, "a", image, at("22:00:00"), null, false)),
            null);

    assertThat(ClusterText.releases(releases, at("23:06:08"), Optional.empty()))
        .containsExactly(
            "revision 2 (dhakacart/backend:latest) is current; when it was rolled out is not known",
            "before it revision 1 (dhakacart/backend:latest): the same image reference");
  }

  // "rolled out 1 min ago; errors began 56 s after" stood beside "There was no release".
  @ParameterizedTest
  @CsvSource({
    "RESTART, false, it is a restart and no release",
    "RUNBOOK, false, 'the runbook made it, and it is no release'",
    "RELEASE, true, it is a return to what ran before"
  })
  void rolloutThatIsNoRelease_isNotSaidAsOne(
      Release.Origin origin, boolean ranBefore, String words) {
    Releases releases =
        new Releases(
            List.of(
                new Release(2, "b", List.of("x"), at("23:05:00"), null, true, origin, ranBefore)),
            at("23:05:00"));

    assertThat(ClusterText.releases(releases, at("23:06:08"), Optional.of(at("23:05:56"))).get(0))
        .contains("rolled out 1 min 8 s ago; errors began 56 s after; " + words);
  }

  @Test
  void noReadyEndpointAndFullAutoscaler_areSaid() {
    assertThat(ClusterText.endpoints(List.of(new ServiceEndpoints("shop", 0, 3))))
        .containsExactly("shop: none ready, 3 not ready");
    assertThat(
            ClusterText.autoscaling(
                new Autoscaling(6, new Autoscaler("hpa", 3, 6, 6, 6, List.of("cannot scale")))))
        .containsExactly(
            "6 replicas wanted; hpa allows 3 to 6 and wants 6, its maximum", "cannot scale");
  }

  @Test
  void evictionAmongManyFailedProbes_isShown() {
    List<WarningEvent> events = new ArrayList<>();
    events.add(new WarningEvent("Pod/a", "Evicted", "low on memory", 1, at("23:00:00")));
    for (int i = 0; i < 9; i++) {
      events.add(new WarningEvent("Pod/b", "Unhealthy", "probe " + i, 1, at("23:01:0" + i)));
    }
    assertThat(ClusterText.events(events, LocalTimes.UTC))
        .containsExactly(
            "Unhealthy on Pod/b: probe 8 (23:01:08)",
            "Evicted on Pod/a: low on memory (23:00:00)",
            "and 8 other warnings");
  }

  // The kubelets of the other nine pods gave no figures, and that was "nothing unusual".
  @Test
  void useOfSomePodsOnly_isNotQuiet_andSaysOfHowMany() {
    List<PodState> pods =
        Stream.of("a", "b")
            .map(
                it ->
                    new PodState(
                        it,
                        "Running",
                        true,
                        "shop:1",
                        "5c6f",
                        at("22:00:00"),
                        0,
                        null,
                        null,
                        0.5,
                        512L))
            .toList();
    PodUsage ofOne = new PodUsage("a", 0.1, 100);

    assertThat(Quiet.usage(List.of(ofOne), pods)).isFalse();
    assertThat(Quiet.usage(List.of(ofOne, new PodUsage("b", 0.1, 100)), pods)).isTrue();
    assertThat(ClusterText.usage(List.of(ofOne), pods).get(0)).startsWith("of 1 of 2 pods: CPU");
  }

  @Test
  void nodesInTrouble_areNamed_theOthersAreCounted() {
    assertThat(
            ClusterText.nodes(
                List.of(
                    new NodeState("a", true, List.of(), List.of()),
                    new NodeState(
                        "b",
                        false,
                        List.of("MemoryPressure since 2026-11-23T22:56:30Z"),
                        List.of("node.kubernetes.io/memory-pressure:NoSchedule")))))
        .containsExactly(
            "node b: not ready, MemoryPressure since 2026-11-23T22:56:30Z, tainted"
                + " node.kubernetes.io/memory-pressure:NoSchedule",
            "1 node without memory, disk or process pressure");
  }

  private static PodHealth exhausted(String pod, long tookMillis) {
    return new PodHealth(
        pod,
        "pod proxy",
        503,
        tookMillis,
        "unhealthy",
        new DatabaseCheck("unhealthy", "timeout exceeded when trying to connect", null, 20, 0, 3),
        null,
        null,
        null);
  }

  // DhakaCart's backend exports both and sets neither: "0" read as "no connection at all".
  @Test
  void figuresThatAreZeroEverywhere_areNoNews() {
    assertThat(
            HealthText.databaseFigures(
                List.of(
                    new PodFigures("a", "pod proxy", Map.of("active", 0.0, "total", 0.0), null),
                    new PodFigures("b", "pod proxy", Map.of("active", 0.0, "total", 0.0), null))))
        .singleElement()
        .asString()
        .startsWith("active, total 0 wherever read")
        .endsWith("see the pool under Health");
    assertThat(
            HealthText.databaseFigures(
                List.of(
                    new PodFigures("a", "pod proxy", Map.of("active", 0.0, "total", 20.0), null))))
        .containsExactly("active 0", "total 20");
  }

  @Test
  void lockInTheDatabase_isNamedFirst_withItsOwner() {
    assertThat(
            DatabaseText.sessions(
                new DatabaseActivity(
                    DatabaseActivity.Access.ACCEPTS,
                    null,
                    4,
                    64,
                    97,
                    "the settings",
                    List.of(new DatabaseActivity.SessionGroup(true, "active", "Lock relation", 60)),
                    List.of(
                        new DatabaseActivity.Blocker(
                            "pid 812 of user report",
                            false,
                            "idle in transaction",
                            60,
                            140,
                            150.0)),
                    0)))
        .startsWith(
            "60 sessions of the backend wait for pid 812 of user report, which is not the"
                + " backend's (idle in transaction, its transaction open for 150 s), the longest"
                + " for 140 s")
        .contains("60 sessions of the backend: active, waits for Lock relation");
  }

  @Test
  void databaseThatTakesNoConnection_saysWhy() {
    assertThat(
            DatabaseText.sessions(
                DatabaseActivity.closed(
                    DatabaseActivity.Access.NO_FREE_SLOTS, "sorry, too many clients already", 3)))
        .containsExactly("it has no free connection (sorry, too many clients already)");
    assertThat(
            DatabaseText.sessions(
                DatabaseActivity.closed(
                    DatabaseActivity.Access.SILENT, "Connection attempt timed out.", 3_000)))
        .singleElement()
        .asString()
        .startsWith("it is configured and gave no answer within 3")
        .endsWith("(Connection attempt timed out.)");
  }
}
