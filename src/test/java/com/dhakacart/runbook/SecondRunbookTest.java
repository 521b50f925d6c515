package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.model.Runbook;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * README's "Add a runbook", done: the product, and a folder more. It has a model, what weighs its
 * two causes and a README; steps, forms and all other decisions are those that are there.
 */
class SecondRunbookTest {

  private static final String KEY = "DhakaCartSlowResponses";

  private static final String DEPLOYMENT =
      "/apis/apps/v1/namespaces/dhakacart/deployments/dhakacart-backend";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ObjectMapper json = new ObjectMapper();

  private Demo demo;
  private OnCallPerson person;

  @BeforeEach
  void start() {
    demo =
        Demo.start(
            SimulatedWorld.Ports.any(),
            Pace.test(),
            "--server.port=0",
            "--spring.datasource.url=jdbc:h2:mem:second-runbook-"
                + System.nanoTime()
                + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=256",
            "--camunda.bpm.deployment-resource-pattern=classpath*:/processes/**/*.bpmn,"
                + "classpath*:/processes/**/*.dmn,classpath*:/processes/**/*.form,"
                + "classpath*:/runbooks/**/*.bpmn,classpath*:/runbooks/**/*.dmn",
            "--runbook.recovery.hold-for=3s",
            "--runbook.recovery.measure-every=1s",
            "--runbook.report.folder=target/second-runbook/reports");
    person = new OnCallPerson(demo.uri());
  }

  @AfterEach
  void stop() {
    demo.close();
  }

  @Test
  void alertOfTheSecondRunbook_startsRanksAsksChangesRecoversAndReports() throws Exception {
    breakTheRelease();

    JsonNode started = alertFires(KEY, "warning");
    assertThat(started.path("result").asText()).isEqualTo("STARTED");
    String incident = started.path("incident").asText();

    JsonNode approval = person.task("userTask_approveChange");
    assertThat(approval.path("processDefinitionId").asText()).startsWith(KEY);
    assertThat(approval.path("name").asText()).startsWith("Approve change (Code deployment)");
    assertThat(get("/engine-rest/task/" + id(approval) + "/deployed-form"))
        .contains("\"id\": \"approveChange\"");
    assertThat(
            get(
                "/engine-rest/task/"
                    + id(approval)
                    + "/localVariables/briefing?deserializeValue=false"))
        .contains("It began within minutes of a new release.", "kubectl rollout undo");

    // the alert of the other runbook comes second: it joins, and on-call learns that it is worse
    JsonNode joined = alertFires(Runbook.HIGH_ERROR_RATE.key(), "critical");
    assertThat(joined.path("result").asText()).isEqualTo("JOINED");
    assertThat(joined.path("incident").asText()).isEqualTo(incident);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(demo.onCall().received())
                    .filteredOn(it -> it.body().contains("the severity rises from warning to"))
                    .hasSize(1));

    assertThat(person.complete(approval, Map.of("decision", "APPROVE")).statusCode())
        .isEqualTo(204);
    JsonNode rootCause = person.task("userTask_recordRootCause");
    assertThat(
            person.complete(rootCause, Map.of("rootCause", "The release was slow.")).statusCode())
        .isEqualTo(204);

    await()
        .atMost(PATIENCE)
        .until(() -> get("/engine-rest/process-instance?businessKey=" + incident).equals("[]"));
    assertThat(person.report(incident, "text/markdown"))
        .contains(
            KEY,
            "Severity rose to critical",
            "rollout undo",
            "approved by oncall",
            "recovered",
            "The release was slow.");
    assertThat(get(demo.world().cluster().uri() + DEPLOYMENT)).doesNotContain("v2-bad");
  }

  /** Alertmanager has no rule for slow responses: the test is the one who says it. */
  private void breakTheRelease() throws Exception {
    demo.world().alertmanager().receiver(null);
    person.call("POST", demo.world().faultsUri().resolve("/faults/BAD_RELEASE"), null, null);
    await().atMost(PATIENCE).until(() -> demo.world().alertmanager().isFiring());
  }

  private JsonNode alertFires(String name, String severity) throws Exception {
    String alert =
        """
        {"version": "4", "status": "firing", "alerts": [{"status": "firing",
          "labels": {"alertname": "%s", "service": "dhakacart-backend", "severity": "%s"},
          "annotations": {}, "startsAt": "%s", "endsAt": "0001-01-01T00:00:00Z",
          "fingerprint": "%s"}]}"""
            .formatted(name, severity, Instant.now(), Integer.toHexString(name.hashCode()));
    HttpResponse<String> answer = person.call("POST", demo.uri().resolve("/alerts"), null, alert);
    return json.readTree(answer.body()).at("/incidents/0");
  }

  private String get(String address) throws Exception {
    URI uri = demo.uri().resolve(address);
    return person.call("GET", uri, null, null).body();
  }

  private static String id(JsonNode task) {
    return task.path("id").asText();
  }
}
