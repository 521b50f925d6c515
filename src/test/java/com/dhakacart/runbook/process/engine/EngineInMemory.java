package com.dhakacart.runbook.process.engine;

import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;

/** An engine of its own, whose jobs nobody runs; with the full history, as in production. */
final class EngineInMemory {

  private EngineInMemory() {}

  static ProcessEngine start(ProcessEnginePlugin... plugins) {
    return at("jdbc:h2:mem:" + UUID.randomUUID(), plugins);
  }

  /**
   * @param url of its database, which the test asks, too
   */
  static ProcessEngine at(String url, ProcessEnginePlugin... plugins) {
    StandaloneInMemProcessEngineConfiguration configuration =
        new StandaloneInMemProcessEngineConfiguration();
    configuration.setProcessEnginePlugins(List.of(plugins));
    return configuration
        .setJdbcUrl(url)
        .setProcessEngineName(url)
        .setJobExecutorActivate(false)
        .setHistory(ProcessEngineConfiguration.HISTORY_FULL)
        .buildProcessEngine();
  }
}
