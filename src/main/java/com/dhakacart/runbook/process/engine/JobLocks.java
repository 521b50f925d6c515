package com.dhakacart.runbook.process.engine;

import com.dhakacart.runbook.process.node.NodeName;
import java.sql.Timestamp;
import java.time.Instant;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends the locks of what this node was running when it was killed, so that it is taken over at once
 * ({@link TakeOver}), and gives back what it took and did not begin when it is asked to end. Else
 * an incident stands still until the lock ends, as it does while another node has to take over.
 */
@Component
class JobLocks extends AbstractProcessEnginePlugin implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(JobLocks.class);

  private final NodeName node;
  private final JdbcClient jdbc;

  private volatile JobExecutor executor;

  JobLocks(NodeName node, JdbcClient jdbc) {
    this.node = node;
    this.jdbc = jdbc;
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl engine) {
    executor = engine.getJobExecutor();
    executor.setAcquireJobsCmdFactory(jobs -> new TakeOver(executor, jobs, jdbc));
    node.name().ifPresent(executor::setLockOwner);
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
    int ended =
        jdbc.sql("update ACT_RU_JOB set LOCK_EXP_TIME_ = ?, REV_ = REV_ + 1 where LOCK_OWNER_ = ?")
            .params(Timestamp.from(Instant.EPOCH), name)
            .update();
    log.info("{} jobs go on that node {} ran when it was ended", ended, name);
  }

  /** Another process has the name: what is locked under it is that one's, also at the end. */
  @EventListener
  void nameIsLost(AvailabilityChangeEvent<LivenessState> event) {
    if (event.getState() == LivenessState.BROKEN) {
      executor.shutdown();
      executor = null;
    }
  }

  /** The engine has ended before, and with it all that was begun: what is left nobody began. */
  @Override
  public void destroy() {
    if (executor == null) {
      return;
    }
    int given =
        jdbc.sql(
                "update ACT_RU_JOB set LOCK_OWNER_ = null, LOCK_EXP_TIME_ = null, REV_ = REV_ + 1 where LOCK_OWNER_ = ?")
            .param(executor.getLockOwner())
            .update();
    log.info("{} jobs are given back that nobody began", given);
  }

  private static long lockSeconds(ProcessEngine engine) {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getJobExecutor()
            .getLockTimeInMillis()
        / 1_000L;
  }
}
