package com.dhakacart.runbook.process.engine;

import java.sql.Timestamp;
import java.time.Instant;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends the locks of what this node was running when it was killed, so that it is taken over at once
 * ({@link TakeOver}). Else an incident stands still until the lock ends, as it does while another
 * node has to take over.
 */
@Component
class JobLocks extends AbstractProcessEnginePlugin {

  private static final Logger log = LoggerFactory.getLogger(JobLocks.class);

  private final NodeName node;
  private final NodeHold hold;
  private final JdbcClient jdbc;

  JobLocks(NodeName node, NodeHold hold, JdbcClient jdbc) {
    this.node = node;
    this.hold = hold;
    this.jdbc = jdbc;
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl engine) {
    node.name().ifPresent(engine.getJobExecutor()::setLockOwner);
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    node.name()
        .ifPresentOrElse(
            this::endLocksOf,
            () ->
                log.warn(
                    "This node has no name, so what it runs when it is killed waits until its lock"
                        + " ends ({} s); set runbook.node.id to a name that it has again after a"
                        + " restart, and no other node has",
                    lockSeconds(engine)));
  }

  private void endLocksOf(String name) {
    if (!hold.take(name)) {
      log.warn(
          "Another process runs as node {}, so what that name has locked is left alone; give each"
              + " node a name of its own (runbook.node.id)",
          name);
      return;
    }
    int ended =
        jdbc.sql("update ACT_RU_JOB set LOCK_EXP_TIME_ = ?, REV_ = REV_ + 1 where LOCK_OWNER_ = ?")
            .params(Timestamp.from(Instant.EPOCH), name)
            .update();
    log.info("{} jobs go on that node {} ran when it was ended", ended, name);
  }

  private static long lockSeconds(ProcessEngine engine) {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getJobExecutor()
            .getLockTimeInMillis()
        / 1_000L;
  }
}
