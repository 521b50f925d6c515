package com.dhakacart.runbook.process.engine;

import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.cmd.JobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.springframework.stereotype.Component;

/**
 * Lets a job that collided with another step of its incident be tried again at once, as {@link
 * DecisionRetry} does for what people decide. Nothing of it has failed: the engine takes back no
 * try for it, but would move its due date by the wait after a failure, so that a phase which ends
 * while its looks are taken over escalated 10 s late.
 */
@Component
class JobCollisions extends AbstractProcessEnginePlugin {

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setFailedJobCommandFactory(JobCollisions::after);
  }

  private static Command<Object> after(String job, Throwable failure) {
    return failure instanceof OptimisticLockingException
        ? new Again(job, failure)
        : new DefaultJobRetryCmd(job, failure);
  }

  private static class Again extends JobRetryCmd {

    Again(String job, Throwable failure) {
      super(job, failure);
    }

    @Override
    public Object execute(CommandContext command) {
      JobEntity job = getJob();
      if (job != null) {
        job.unlock();
        notifyAcquisition(command);
      }
      return null;
    }
  }
}
