package com.dhakacart.runbook.process.engine;

import com.dhakacart.runbook.process.ApprovalSettings;
import com.dhakacart.runbook.process.PhaseSettings;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.ServiceSettings;
import com.dhakacart.runbook.process.WebSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says at the start which settings are each possible and together defeat a promise of the runbook.
 * It starts all the same: whoever tries the escalations shortens the phases first.
 */
@Component
class SettingsTogether {

  private static final Logger log = LoggerFactory.getLogger(SettingsTogether.class);

  private final PhaseSettings phases;
  private final RecoverySettings recovery;
  private final ApprovalSettings approval;
  private final LookSettings looks;
  private final ServiceSettings services;
  private final CamundaBpmProperties engine;
  private final WebSettings web;
  private final DataSourceProperties database;

  SettingsTogether(
      PhaseSettings phases,
      RecoverySettings recovery,
      ApprovalSettings approval,
      LookSettings looks,
      ServiceSettings services,
      CamundaBpmProperties engine,
      WebSettings web,
      DataSourceProperties database) {
    this.phases = phases;
    this.recovery = recovery;
    this.approval = approval;
    this.looks = looks;
    this.services = services;
    this.engine = engine;
    this.web = web;
    this.database = database;
  }

  @EventListener(ApplicationReadyEvent.class)
  void warn() {
    contradictions().forEach(log::warn);
  }

  /** A sentence each; empty when they go together. */
  List<String> contradictions() {
    List<String> found = new ArrayList<>();
    // the first measurement is one pause after the change, and one may be in between
    Duration toRecover = recovery.holdFor().plus(recovery.measureEvery().multipliedBy(2));
    if (toRecover.compareTo(phases.recovery()) > 0) {
      found.add(
          "runbook.phases.recovery is %d s, and runbook.recovery.hold-for with two pauses of runbook.recovery.measure-every takes %d s: no change can be seen to help in time, and the Senior Engineer is called after each; make the phase longer"
              .formatted(phases.recovery().toSeconds(), toRecover.toSeconds()));
    }
    if (!approval.giveUpAfter().isZero()
        && approval.remindAfter().compareTo(approval.giveUpAfter()) >= 0) {
      found.add(
          "runbook.approval.give-up-after is %d s, and runbook.approval.remind-after %d s: nobody is reminded, and the senior engineers never get to approve; give up later"
              .formatted(approval.giveUpAfter().toSeconds(), approval.remindAfter().toSeconds()));
    }
    Duration toProbe = phases.probeStart().plus(phases.probe());
    if (approval.validFor().compareTo(toProbe) <= 0) {
      found.add(
          "runbook.approval.valid-for is %d s, and runbook.phases.probe-start with runbook.phases.probe %d s: no restart can follow a probe, since its approval is too old by then; let approvals be good for longer"
              .formatted(approval.validFor().toSeconds(), toProbe.toSeconds()));
    }
    int threads = engine.getJobExecution().getCorePoolSize();
    if (looks.atOnce() >= threads) {
      found.add(
          "runbook.looks.at-once is %d, and the engine has %d threads (camunda.bpm.job-execution.core-pool-size): clocks, decisions and changes wait while looks run; look at fewer at once"
              .formatted(looks.atOnce(), threads));
    }
    services.sharedWorkload().ifPresent(found::add);
    if (web.isThisMachine() && isForProduction()) {
      found.add(
          "runbook.web.url is %s, and what is kept is in PostgreSQL, as in production: links in pages, mails and tickets open on this machine alone; set it to the address people use"
              .formatted(web.url()));
    }
    return found;
  }

  /** As docker/ runs it. */
  private boolean isForProduction() {
    return database.determineUrl().startsWith("jdbc:postgresql:");
  }
}
