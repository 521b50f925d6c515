package com.dhakacart.runbook.process.access;

import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/** By itself the engine allows letters and digits only, which {@code on-call} is not. */
@Component
class EngineNames extends AbstractProcessEnginePlugin {

  static final String USER = "[a-zA-Z0-9][a-zA-Z0-9._@-]{0,63}";
  private static final String GROUP = "[a-zA-Z0-9-]{1,64}";

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setUserResourceWhitelistPattern(USER);
    engine.setGroupResourceWhitelistPattern(GROUP);
  }
}
