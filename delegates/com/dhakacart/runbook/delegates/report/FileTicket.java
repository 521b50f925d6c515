package com.dhakacart.runbook.delegates.report;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.oncall.Tickets;
import com.dhakacart.runbook.process.IncidentLinks;
import com.dhakacart.runbook.process.Incidents;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Record root cause in incident management system", where one is configured. */
@Component
class FileTicket implements JavaDelegate {

  private final Incidents incidents;
  private final Tickets tickets;
  private final IncidentLinks links;

  FileTicket(Incidents incidents, Tickets tickets, IncidentLinks links) {
    this.incidents = incidents;
    this.tickets = tickets;
    this.links = links;
  }

  @Override
  public void execute(DelegateExecution step) {
    String incident = incidents.of(step).key();
    TICKET.set(
        step,
        tickets
            .file(incident, ROOT_CAUSE.from(step), links.page(incident), links.report(incident))
            .orElse("no ticket system is configured"));
  }
}
