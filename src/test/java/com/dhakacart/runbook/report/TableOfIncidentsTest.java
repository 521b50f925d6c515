package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.IncidentSummary;
import com.dhakacart.runbook.incident.IncidentSummary.Waiting;
import com.dhakacart.runbook.incident.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableOfIncidentsTest {

  private final IncidentLists lists = new TableOfIncidents(LocalTimes.UTC);
  private final IncidentSummary open =
      new IncidentSummary(
          "shop-2",
          "dhakacart-backend",
          "DhakaCartHighErrorRate",
          Instant.parse("2026-11-24T09:34:02Z"),
          null,
          "waits for a person: Approve change",
          Instant.parse("2026-11-24T09:34:08Z"),
          List.of("on-call"),
          List.of(new Waiting("Approve change", List.of("on-call"), "oncall")),
          null,
          Cause.CODE_DEPLOYMENT,
          Map.of("Report", "https://runbook.example/incidents/shop-2/report"));
  private final IncidentSummary over =
      new IncidentSummary(
          "shop-1",
          "<script>",
          "DhakaCartHighErrorRate",
          Instant.parse("2026-11-23T23:05:32Z"),
          Instant.parse("2026-11-23T23:12:05Z"),
          null,
          null,
          List.of(),
          List.of(),
          Outcome.RECOVERED_BY_ITSELF,
          null,
          Map.of());

  @Test
  void incidents_areOneRowEach_withWhatIsGoingOn() {
    assertThat(lists.of(List.of(open, over)).markdown())
        .contains(
            "| 2026-11-24 09:34:02 | dhakacart-backend | **open**<br>waits for a person: Approve"
                + " change | Code deployment | shop-2<br>[Report](<https://runbook.example/incidents/shop-2/report>) |",
            "| recovered by itself at 2026-11-23 23:12:05 | not settled | shop-1<br> |");
  }

  @Test
  void page_showsWhatItWasGiven_andObeysNoneOfIt() {
    assertThat(lists.of(List.of(over)).html())
        .contains("<h1>Incidents</h1>", "&lt;script&gt;")
        .doesNotContain("<script>");
    assertThat(lists.of(List.of()).html()).contains("There was none yet.");
  }

  @Test
  void json_isAnArrayForAll_andAnObjectForOne() throws Exception {
    JsonNode one = new ObjectMapper().readTree(lists.of(open).json());

    assertThat(one.fieldNames())
        .toIterable()
        .containsExactly(
            "key",
            "service",
            "alertName",
            "openedAt",
            "closedAt",
            "phase",
            "since",
            "waitsFor",
            "waiting",
            "outcome",
            "cause",
            "links");
    assertThat(one.path("openedAt").asText()).isEqualTo("2026-11-24T09:34:02Z");
    assertThat(one.path("cause").asText()).isEqualTo("CODE_DEPLOYMENT");
    assertThat(new ObjectMapper().readTree(lists.of(List.of(open, over)).json()).get(0))
        .isEqualTo(one);
  }
}
