package com.dhakacart.runbook.process.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.RouteLatency;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.Usual;
import com.dhakacart.runbook.incident.Usual.Measure;
import com.dhakacart.runbook.incident.Usual.UsualPattern;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.Logs;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.RunbookTables;
import com.dhakacart.runbook.process.ServiceSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {

  private static final Workload SHOP = new Workload("shop", "shop", "web", "web", 80, "web");
  private static final Duration EVERY = Duration.ofMinutes(5);

  private final SteppedClock clock = new SteppedClock();
  private final RunbookTables tables = new RunbookTables(clock);
  private final ClusterView cluster = mock(ClusterView.class);
  private final Metrics metrics = mock(Metrics.class);
  private final Logs logs = mock(Logs.class);
  private final WatchSettings settings = settings(Map.of());
  private final Usuals usuals = new Usuals(tables.jdbc, settings, clock);
  private final NotedImages images = new NotedImages(tables.jdbc, clock);
  private final Watch watch = node();

  /** All rounds are of one hour of the day. */
  @BeforeEach
  void anHourBegins() {
    Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    clock.forward(Duration.between(clock.instant(), hour));
  }

  @BeforeEach
  void allIsWell() {
    traffic(0.01);
    when(metrics.routes(any())).thenReturn(known(List.of(new RouteErrors("/orders", 10, 0.1))));
    when(metrics.latencies(any())).thenReturn(known(List.of(new RouteLatency("/orders", 0.2))));
    when(cluster.usage(any())).thenReturn(known(List.of(new PodUsage("web-1", 0.1, 1L << 26))));
    when(cluster.pods(any())).thenReturn(known(List.of(pod())));
    when(logs.errorsOnlySince(any(), any()))
        .thenReturn(known(List.of(line("mail of order 17 bounced"))));
  }

  @Test
  void rounds_sayWhatIsUsual_byRouteAndHour() {
    for (int round = 0; round < 4; round++) {
      watch.look();
      clock.forward(EVERY);
    }

    Usual usual = usuals.of(SHOP).value();

    assertThat(usual.rounds()).isEqualTo(4);
    assertThat(usual.pattern(line("mail of order 99 bounced")))
        .get()
        .extracting(UsualPattern::rounds, UsualPattern::lines)
        .containsExactly(4, 12L);
    assertThat(usual.pattern(line("out of stock"))).isEmpty();
    assertThat(images.beforeNow(SHOP, List.of()).value()).hasSize(1);
    assertThat(usual.figure(Measure.ERROR_RATIO, "/orders").orElseThrow().average())
        .isEqualTo(0.01);
    assertThat(usual.figure(Measure.P95_SECONDS, "/orders").orElseThrow().includes(0.2)).isTrue();
    assertThat(usual.figure(Measure.P95_SECONDS, "/orders").orElseThrow().includes(3)).isFalse();
    assertThat(usual.figure(Measure.MEMORY_BYTES, "")).isPresent();
  }

  // What is asked costs, and a mean of two nodes' notes would count each minute twice.
  @Test
  void ofTwoNodes_oneMakesTheRound() {
    Watch other = node();
    watch.look();
    other.look();
    clock.forward(EVERY);
    other.look();
    watch.look();

    verify(cluster, times(2)).pods(SHOP);
    assertThat(usuals.of(SHOP).value().rounds()).isEqualTo(2);
  }

  @Test
  void incidentIsOpen_nothingIsAsked_orNoted() {
    tables.openings().open(SHOP, "HighErrorRate");
    watch.look();
    verify(cluster, never()).pods(any());
    assertThat(usuals.of(SHOP).answered()).isFalse();
  }

  /** Before its alert an incident is not normal either; what runs is what runs. */
  @Test
  void tooManyRequestsFail_onlyTheImagesAreNoted() {
    traffic(0.2);
    watch.look();
    verify(logs, never()).errorsOnlySince(any(), any());
    assertThat(usuals.of(SHOP).value().figures()).isEmpty();
    assertThat(images.beforeNow(SHOP, List.of()).value()).hasSize(1);
  }

  @Test
  void linesAreRead_sinceTheRoundBefore_andNoLongerBack() {
    watch.look();
    Instant first = clock.instant();
    clock.forward(EVERY);
    watch.look();
    verify(logs).errorsOnlySince(SHOP, first.minus(EVERY));
    verify(logs).errorsOnlySince(SHOP, first);
  }

  @Test
  void notes_areBounded_inNumberAndTime() {
    Usuals few =
        new Usuals(tables.jdbc, settings(Map.of("runbook.watch.most-patterns", "3")), clock);
    watch.look();
    for (String word : List.of("a", "b", "c", "d", "e", "f")) {
      clock.forward(Duration.ofSeconds(1));
      few.note("shop", line("message " + word));
    }
    few.forget("shop");
    assertThat(usuals.of(SHOP).value().patterns())
        .extracting(it -> it.words().message())
        .containsExactly("message f", "message e", "message d");
    clock.forward(Duration.ofDays(31));
    few.forget("shop");
    assertThat(usuals.of(SHOP).value().patterns()).isEmpty();
    assertThat(
            tables.jdbc.sql("select count(*) from runbook_usual_figure").query(Long.class).single())
        .isZero();
  }

  /** One source that is away costs no other. */
  @Test
  void nothingCanBeAsked_nothingIsNoted_andNothingThrown() {
    when(metrics.traffic(any())).thenReturn(unknown());
    when(metrics.routes(any())).thenReturn(unknown());
    when(metrics.latencies(any())).thenReturn(unknown());
    when(cluster.usage(any())).thenReturn(unknown());
    when(cluster.pods(any())).thenReturn(unknown());
    when(logs.errorsOnlySince(any(), any())).thenThrow(new IllegalStateException("away"));
    watch.look();
    assertThat(usuals.of(SHOP).value().figures()).isEmpty();
  }

  @Test
  void nothingWasNotedYet_orTheWatchIsOff_isSaid() {
    assertThat(usuals.of(SHOP).unknownBecause()).contains("nothing was noted yet");
    Usuals off = new Usuals(tables.jdbc, settings(Map.of("runbook.watch.enabled", "false")), clock);
    assertThat(off.of(SHOP).unknownBecause()).contains("runbook.watch.enabled");
  }

  private Watch node() {
    return new Watch(
        new ServiceSettings(
            Map.of("shop", new ServiceSettings.Service("shop", "web", "web", 80, "web", List.of())),
            "shop"),
        tables.incidents(),
        SettingsOf.type(RecoverySettings.class, Map.of()),
        settings,
        new Rounds(tables.jdbc, settings, clock),
        usuals,
        images,
        cluster,
        metrics,
        logs,
        clock,
        new SimpleMeterRegistry());
  }

  private static WatchSettings settings(Map<String, String> properties) {
    return SettingsOf.type(WatchSettings.class, properties);
  }

  private void traffic(double errorRatio) {
    when(metrics.traffic(any())).thenReturn(known(new Traffic(20, errorRatio, 0.1)));
  }

  private LogPattern line(String message) {
    return new LogPattern("error", message, "", List.of(), 3, clock.instant(), clock.instant());
  }

  private PodState pod() {
    return new PodState(
        "web-1",
        "Running",
        true,
        "web:1",
        "5c6f",
        clock.instant(),
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
                "web:1",
                "web@sha256:" + "a".repeat(64),
                null,
                0,
                null,
                null)));
  }

  private <T> Answer<T> known(T value) {
    return Answer.of("as told", clock.instant(), value);
  }

  private <T> Answer<T> unknown() {
    return Answer.unknown("as told", clock.instant(), "away");
  }
}
