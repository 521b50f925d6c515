package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.dhakacart.runbook.fixtures.AlertRules;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/**
 * Who watches the runbook, and whom the runbook watches: the alert rules find their figures, and
 * on-call is told when Alertmanager is silent.
 */
@AutoConfigureMockMvc
@AutoConfigureObservability(tracing = false)
@TestPropertySource(
    properties = {
      "runbook.alerting.heartbeat.silent-after=10m",
      "runbook.alerting.listen-every=1h"
    })
class WatchersTest extends Walking {

  @Autowired MockMvc http;
  @Autowired JdbcClient jdbc;
  @Autowired HealthEndpoint health;

  /** A name, a unit or a label that is another than the rule says is a rule that never fires. */
  @Test
  void incidentsHavePassed_everyFigureThatAnAlertRuleReadsIsThere_withTheLabelsThatItSelectsBy()
      throws Exception {
    incidentWith(Fault.BAD_RELEASE);
    aStepFails();
    count();

    String scraped =
        http.perform(get("/actuator/prometheus"))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString();

    assertThat(AlertRules.in(Path.of("docker/prometheus/rules/runbook.yml")).figures())
        .hasSizeGreaterThan(10)
        .filteredOn(it -> scraped.lines().noneMatch(it::isOf))
        .isEmpty();
  }

  /** The service has an incident. */
  private void aStepFails() {
    assertThatThrownBy(() -> engine.getRuntimeService().startProcessInstanceByKey(RunbookWalk.KEY))
        .hasMessageContaining(walk.incident());
  }

  @Test
  void nothingIsDeliveredAnyMore_onCallIsPagedOnce() throws Exception {
    long since = heardNow();

    clock.forward(Duration.ofMinutes(11));
    listen();
    clock.forward(Duration.ofMinutes(11));
    listen();

    assertThat(silencesSince(since))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.team()).isEqualTo(Team.ON_CALL);
              assertThat(it.stage()).isEqualTo("silent since " + since);
            });
    assertThat(heartbeat()).isEqualTo("SILENT");
  }

  @Test
  void watchdogIsDeliveredNowAndThen_nobodyIsPaged() throws Exception {
    long since = heardNow();

    for (int i = 0; i < 3; i++) {
      clock.forward(Duration.ofMinutes(9));
      watchdogIsDelivered();
      clock.forward(Duration.ofMinutes(9));
      listen();
    }

    assertThat(silencesSince(since)).isEmpty();
    assertThat(heartbeat()).isEqualTo("UP");
  }

  /**
   * And nothing is left of an earlier silence, nor of the first look, which the scheduler takes at
   * once and on its own thread.
   *
   * @return in seconds, as pages say it
   */
  private long heardNow() throws Exception {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> jdbc.sql("select count(*) from runbook_heard").query(Long.class).single() > 0);
    watchdogIsDelivered();
    listen();
    return clock.instant().getEpochSecond();
  }

  private List<Page> silencesSince(long second) {
    return onCall.pages.stream()
        .filter(it -> it.incident().equals("alertmanager"))
        .filter(it -> Long.parseLong(it.stage().replaceAll("\\D+", "")) >= second)
        .toList();
  }

  private String heartbeat() {
    return health.healthForPath("heartbeat").getStatus().getCode();
  }

  private void watchdogIsDelivered() throws Exception {
    http.perform(
            post("/alerts")
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    """
                    {"version": "4", "status": "firing", "receiver": "runbook", "alerts": [
                      {"status": "firing", "fingerprint": "watchdog", "startsAt": "2026-11-28T06:00:00Z",
                       "labels": {"alertname": "RunbookWatchdog", "service": "dhakacart-watchdog"}}]}"""))
        .andExpect(status().isOk());
  }

  private void listen() {
    assertThat(scheduled("Heartbeat.listen")).singleElement().satisfies(Runnable::run);
  }

  private void count() {
    assertThat(scheduled(".count")).isNotEmpty().allSatisfy(Runnable::run);
  }

  /** What the schedule itself does now and then. */
  private List<Runnable> scheduled(String work) {
    return schedule.getScheduledTasks().stream()
        .map(it -> it.getTask().getRunnable())
        .filter(it -> it.toString().endsWith(work))
        .toList();
  }
}
