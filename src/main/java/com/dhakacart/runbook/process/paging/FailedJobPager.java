package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.WebSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.incident.IncidentHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.runtime.Incident;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Pages on-call when a step has failed as often as it may: from here on the engine waits for a
 * person, and nobody would know. The engine still keeps the failure as a Camunda incident, which
 * Cockpit shows; the page is recorded with it, so that no crash comes in between, and goes out when
 * that is committed.
 */
@Component
class FailedJobPager extends AbstractProcessEnginePlugin implements IncidentHandler {

  private static final Logger log = LoggerFactory.getLogger(FailedJobPager.class);

  private final WebSettings web;
  private final ObjectProvider<PageOutbox> pages;

  /**
   * @param pages looked up when it is needed, because it may need the engine itself
   */
  FailedJobPager(WebSettings web, ObjectProvider<PageOutbox> pages) {
    this.web = web;
    this.pages = pages;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setCompositeIncidentHandlersEnabled(true); // beside the engine's own, not in its place
    List<IncidentHandler> handlers = new ArrayList<>(List.of(this));
    Optional.ofNullable(engine.getCustomIncidentHandlers()).ifPresent(handlers::addAll);
    engine.setCustomIncidentHandlers(handlers);
  }

  @Override
  public String getIncidentHandlerType() {
    return Incident.FAILED_JOB_HANDLER_TYPE;
  }

  /** Jobs of no process instance, such as the clean-up of history, hold nobody's outage up. */
  @Override
  public Incident handleIncident(IncidentContext failure, String message) {
    if (failure.getExecutionId() != null) {
      Page page = page(failure, message);
      pages.getObject().record(page);
      Context.getCommandContext()
          .getTransactionContext()
          .addTransactionListener(TransactionState.COMMITTED, committed -> send(page));
    }
    return null;
  }

  private void send(Page page) {
    try {
      pages.getObject().sendRecorded(page.incident(), page.stage());
    } catch (RuntimeException e) {
      // both are stored: the page goes out with those that nobody took
      log.error(
          "Nobody was paged yet although a step of {} is stuck; look at {}",
          page.incident(),
          page.links().get("Cockpit"),
          e);
    }
  }

  private Page page(IncidentContext failure, String message) {
    ExecutionEntity execution =
        Context.getCommandContext()
            .getExecutionManager()
            .findExecutionById(failure.getExecutionId());
    ExecutionEntity instance = execution.getProcessInstance();
    String step = step(execution, failure);
    String incident = incident(instance);
    return new Page(
        incident,
        "step failed " + failure.getHistoryConfiguration(),
        Team.ON_CALL,
        "The runbook is stuck at \"" + step + "\"",
        """
        The step **%s** failed as often as it may and is not tried again by itself: %s

        Mend the reason, then let Cockpit try it again (Increment Number of Retries), or go on by hand."""
            .formatted(step, message),
        Map.of(
            "Incident", web.incident(incident).toString(),
            "Cockpit", web.cockpit(instance.getId()).toString()));
  }

  /** A called process has no business key of its own. */
  private static String incident(ExecutionEntity instance) {
    return Optional.ofNullable(instance.getBusinessKey())
        .or(
            () ->
                Optional.ofNullable(instance.getRootProcessInstanceId())
                    .map(Context.getCommandContext().getExecutionManager()::findExecutionById)
                    .map(ExecutionEntity::getBusinessKey))
        .orElse(instance.getId());
  }

  /** What failed may lie behind the step whose job it was. */
  private static String step(ExecutionEntity execution, IncidentContext failure) {
    String id = Optional.ofNullable(failure.getFailedActivityId()).orElse(failure.getActivityId());
    ActivityImpl activity = execution.getProcessDefinition().findActivity(id);
    return activity == null || activity.getName() == null ? id : activity.getName();
  }

  @Override
  public void resolveIncident(IncidentContext failure) {
    // whoever resolved it knows
  }

  @Override
  public void deleteIncident(IncidentContext failure) {
    // its process instance is gone
  }
}
