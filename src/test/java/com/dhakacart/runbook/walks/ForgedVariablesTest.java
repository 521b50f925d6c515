package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.camunda.spin.Spin.JSON;

import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.history.IncidentArchive;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whoever may write variables moves neither what is looked at nor what the report says. */
class ForgedVariablesTest extends Walking {

  private static final String ANOTHER =
      """
      {"key": "another-1", "alertName": "Another", "openedAt": "2026-11-24T06:00:00Z", "workload":
       {"service": "another", "namespace": "kube-system", "deployment": "coredns",
        "container": "coredns", "port": 53, "job": "dns"}}""";

  @Autowired IncidentArchive archive;

  @Test
  void incidentIsForged_onlyTheTrueWorkloadIsLookedAt_andReported() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires();
    forge("incident", JSON(ANOTHER));

    walk.goOn().approve().recovers();

    assertThat(world.lookedAt)
        .extracting(Workload::namespace, Workload::deployment)
        .containsExactly(tuple("dhakacart", "dhakacart-backend"));
    assertThat(world.incidents).containsOnly(walk.incident());
    assertThat(reported().incident().key()).isEqualTo(walk.incident());
  }

  @Test
  void outcomeIsForged_theReportSaysTheTrueOne() {
    incidentWith(Fault.BAD_RELEASE);
    forge("outcome", "FALSE_ALARM");
    assertThat(reported().outcome()).isNull();

    walk.approve().recovers();
    forge("outcome", "FALSE_ALARM");

    assertThat(reported().outcome()).isEqualTo(Outcome.RECOVERED);
    assertThat(reported().closedAt()).isNotNull();
  }

  @Test
  void processWasDeletedByHand_theReportIsClosed_andHandedOver() {
    incidentWith(Fault.BAD_RELEASE);
    engine.getRuntimeService().deleteProcessInstance(walk.instance().getId(), "by hand");
    assertThat(reported().outcome()).isEqualTo(Outcome.HANDED_OVER);
    assertThat(reported().closedAt()).isNotNull();
  }

  private void forge(String variable, Object value) {
    engine.getRuntimeService().setVariable(walk.instance().getId(), variable, value);
  }

  private IncidentHistory reported() {
    return archive.find(walk.incident()).orElseThrow();
  }
}
