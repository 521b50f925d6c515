package com.dhakacart.runbook.process.engine;

import com.dhakacart.runbook.process.HistorySettings;
import com.dhakacart.runbook.process.Runbooks;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Gives every version of every runbook the time for which its history is kept. An incident takes
 * the time that is set when it ends, whichever model it began with.
 */
@Component
class HistoryKeeping {

  private static final Logger log = LoggerFactory.getLogger(HistoryKeeping.class);

  private final HistorySettings settings;
  private final Runbooks runbooks;
  private final RepositoryService repository;

  HistoryKeeping(HistorySettings settings, Runbooks runbooks, RepositoryService repository) {
    this.settings = settings;
    this.runbooks = runbooks;
    this.repository = repository;
  }

  @EventListener(ApplicationReadyEvent.class)
  void set() {
    int days = Math.toIntExact(settings.keepFor().toDays());
    List<ProcessDefinition> others =
        runbooks.keys().stream()
            .flatMap(
                it ->
                    repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(it)
                        .list()
                        .stream())
            .filter(it -> !Objects.equals(it.getHistoryTimeToLive(), days))
            .toList();
    others.forEach(it -> repository.updateProcessDefinitionHistoryTimeToLive(it.getId(), days));
    if (!others.isEmpty()) {
      log.info("Incidents that end from now on are kept in the history for {} days", days);
    }
  }
}
