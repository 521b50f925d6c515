package com.dhakacart.runbook.process.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Takes a decision again that collided with a clock of the same incident. The clocks look every few
 * seconds, and a person must not be told that the approval failed because one looked just then.
 */
@Component
class DecisionRetry extends AbstractProcessEnginePlugin {

  private static final int ATTEMPTS = 5;

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    List<CommandInterceptor> outermost = new ArrayList<>(List.of(new Retry()));
    Optional.ofNullable(engine.getCustomPreCommandInterceptorsTxRequired())
        .ifPresent(outermost::addAll);
    engine.setCustomPreCommandInterceptorsTxRequired(outermost);
  }

  /** Stands outside the engine's transaction, so that each attempt has one of its own. */
  static class Retry extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
      for (int attempt = 1; ; attempt++) {
        try {
          return next.execute(command);
        } catch (OptimisticLockingException e) {
          if (attempt == ATTEMPTS || !mayBeRepeated(command)) {
            throw e;
          }
        }
      }
    }

    private static boolean mayBeRepeated(Command<?> command) {
      boolean decides = command instanceof CompleteTaskCmd || command instanceof SubmitTaskFormCmd;
      return decides && !TransactionSynchronizationManager.isActualTransactionActive();
    }
  }
}
