package com.dhakacart.runbook.process.intake;

import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.process.Incidents;
import java.time.Clock;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens incidents and notes alerts in real tables, without an engine around them. */
public final class RealOpenings {

  private RealOpenings() {}

  public static Openings in(JdbcClient jdbc, Incidents incidents, Clock clock) {
    return new Openings(jdbc, incidents, runningWhateverIsAsked(), clock, event -> {});
  }

  public static void note(JdbcClient jdbc, Alert alert, String incident) {
    new Episodes(jdbc, Clock.systemUTC()).note(alert, incident, true);
  }

  /** Every open incident has its process; without an engine there is none to ask. */
  private static RuntimeService runningWhateverIsAsked() {
    ProcessInstanceQuery query = mock(ProcessInstanceQuery.class, RETURNS_SELF);
    when(query.count()).thenReturn(1L);
    RuntimeService runtime = mock(RuntimeService.class);
    when(runtime.createProcessInstanceQuery()).thenReturn(query);
    return runtime;
  }
}
