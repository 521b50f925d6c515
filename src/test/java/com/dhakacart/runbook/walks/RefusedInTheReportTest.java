package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.incident.RefusedRequest;
import com.dhakacart.runbook.process.history.IncidentArchive;
import com.dhakacart.runbook.process.ledger.Refusal;
import com.dhakacart.runbook.process.ledger.Refusal.Reason;
import com.dhakacart.runbook.process.ledger.Refusals;
import com.dhakacart.runbook.report.Report;
import com.dhakacart.runbook.report.Reports;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What was tried past the gate stands in the report of the incident that it was about. */
class RefusedInTheReportTest extends Walking {

  @Autowired Refusals refusals;
  @Autowired IncidentArchive archive;
  @Autowired Reports reports;

  @Test
  void refusalOfAnIncident_isInItsReport_inAllThreeForms() {
    incidentWith(Fault.BAD_RELEASE);
    refused("/incidents/" + walk.incident() + "/report");
    refused("/incidents/another-incident/report");

    List<RefusedRequest> found = awaited();

    assertThat(found)
        .extracting(RefusedRequest::who, RefusedRequest::from, RefusedRequest::times)
        .containsExactly(tuple("dba", "192.0.2.7", 1));
    Report report = reports.write(archive.find(walk.incident()).orElseThrow());
    assertThat(report.markdown()).contains("## Refused", "| dba | `192.0.2.7` |", "once");
    assertThat(report.html()).contains("<h2>Refused</h2>", "<td>dba</td>");
    assertThat(report.json()).contains("\"who\" : \"dba\"").doesNotContain("another-incident");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine-rest/task/%s/complete",
        "/camunda/api/engine/engine/default/task/%s/submit-form",
        "/engine-rest/task/%s",
        "/engine-rest/task/%s;x=1/complete"
      })
  void decisionThatIsRefused_isFoundByItsTask(String path) {
    String task = incidentWith(Fault.BAD_RELEASE).task("userTask_approveChange").getId();

    refused(path.formatted(task));

    assertThat(awaited()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/engine-rest/process-instance/%s/variables", "/engine-rest/process-instance/%s"})
  void variablesThatAreRefused_areFoundByTheirProcess(String path) {
    String process = incidentWith(Fault.BAD_RELEASE).instance().getId();

    refused(path.formatted(process));

    assertThat(awaited()).hasSize(1);
  }

  private void refused(String path) {
    refusals.record(Refusal.of("dba", "192.0.2.7", "POST", path, Reason.NOT_ALLOWED, 403));
  }

  private List<RefusedRequest> awaited() {
    await().until(() -> !refusedNow().isEmpty());
    return refusedNow();
  }

  private List<RefusedRequest> refusedNow() {
    return archive.find(walk.incident()).orElseThrow().refused();
  }
}
