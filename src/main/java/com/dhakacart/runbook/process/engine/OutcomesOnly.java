package com.dhakacart.runbook.process.engine;

import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.history.HistoryLevelFull;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.springframework.stereotype.Component;

/**
 * The engine's full history, but of outcomes alone: of each variable its last value, and of each
 * job that it failed. Full keeps every earlier value as well, which for evidence is a third copy of
 * the same document in the same transaction, and two rows for each job that did what the activity
 * beside it says. Nobody reads them: what somebody decided, and what was asked of whom, stands in
 * the audit and in the plans.
 */
@Component
class OutcomesOnly extends AbstractProcessEnginePlugin {

  private static final Set<HistoryEventType> LEFT_OUT =
      Set.of(
          HistoryEventTypes.VARIABLE_INSTANCE_UPDATE_DETAIL,
          HistoryEventTypes.JOB_CREATE,
          HistoryEventTypes.JOB_SUCCESS);

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setCustomHistoryLevels(List.of(new FullOfOutcomes()));
  }

  /** By the name and the id of the full level: the database of an older release holds them. */
  private static final class FullOfOutcomes extends HistoryLevelFull {

    @Override
    public boolean isHistoryEventProduced(HistoryEventType type, Object entity) {
      return !LEFT_OUT.contains(type) && super.isHistoryEventProduced(type, entity);
    }
  }
}
