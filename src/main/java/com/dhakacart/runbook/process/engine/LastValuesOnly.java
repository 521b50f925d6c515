package com.dhakacart.runbook.process.engine;

import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.history.HistoryLevelFull;
import org.camunda.bpm.engine.impl.history.event.HistoryEventType;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.springframework.stereotype.Component;

/**
 * The engine's full history, but of each variable its last value alone. Full keeps every earlier
 * one as well, which for evidence is a third copy of the same document in the same transaction;
 * nobody reads them: what somebody decided, and what was asked of whom, stands in the audit and in
 * the plans.
 */
@Component
class LastValuesOnly extends AbstractProcessEnginePlugin {

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setCustomHistoryLevels(List.of(new FullButForEarlierValues()));
  }

  /** By the name and the id of the full level: the database of an older release holds them. */
  private static final class FullButForEarlierValues extends HistoryLevelFull {

    @Override
    public boolean isHistoryEventProduced(HistoryEventType type, Object entity) {
      return type != HistoryEventTypes.VARIABLE_INSTANCE_UPDATE_DETAIL
          && super.isHistoryEventProduced(type, entity);
    }
  }
}
