package com.dhakacart.runbook.process.engine;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Frees the jobs that this node was running when it was killed. Else they stay locked, and an
 * incident stands still, until the lock ends (2 minutes).
 */
@Component
class JobLocks extends AbstractProcessEnginePlugin {

  private static final Logger log = LoggerFactory.getLogger(JobLocks.class);

  private final NodeSettings node;
  private final JdbcClient jdbc;

  JobLocks(NodeSettings node, JdbcClient jdbc) {
    this.node = node;
    this.jdbc = jdbc;
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl engine) {
    if (node.isNamed()) {
      engine.getJobExecutor().setLockOwner(node.id());
    }
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    if (node.isNamed()) {
      int freed =
          jdbc.sql(
                  "update ACT_RU_JOB set LOCK_OWNER_ = null, LOCK_EXP_TIME_ = null, REV_ = REV_ + 1 where LOCK_OWNER_ = ?")
              .param(node.id())
              .update();
      log.info("Freed {} jobs that node {} had locked before its restart", freed, node.id());
    }
  }
}
