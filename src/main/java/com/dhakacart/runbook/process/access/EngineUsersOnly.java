package com.dhakacart.runbook.process.access;

import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;

/**
 * Lets in whom the engine knows, by HTTP Basic, and makes that person the author of what the
 * request does: the engine checks rights and writes its operation log only for a known user.
 */
class EngineUsersOnly extends ProcessEngineAuthenticationFilter {

  /** Always: the engine's own filter would name its engines to anyone. */
  @Override
  protected boolean requiresEngineAuthentication(String requestUrl) {
    return true;
  }

  /** There is one; without this a stranger could try names. */
  @Override
  protected String extractEngineName(String requestUrl) {
    return DEFAULT_ENGINE_NAME;
  }
}
