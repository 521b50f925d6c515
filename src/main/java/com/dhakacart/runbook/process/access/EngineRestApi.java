package com.dhakacart.runbook.process.access;

import jakarta.ws.rs.ApplicationPath;
import java.util.HashSet;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.rest.exception.ExceptionHandler;
import org.camunda.bpm.engine.rest.exception.ProcessEngineExceptionHandler;
import org.camunda.bpm.engine.rest.exception.RestExceptionHandler;
import org.camunda.bpm.engine.rest.impl.CamundaRestResources;
import org.camunda.bpm.spring.boot.starter.rest.CamundaJerseyResourceConfig;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.springframework.stereotype.Component;

/** The engine's REST API as it is, but for what a refusal looks like ({@link RefusalMapper}). */
@Component
@ApplicationPath("/engine-rest")
class EngineRestApi extends CamundaJerseyResourceConfig {

  private final IdentityService identities;

  EngineRestApi(IdentityService identities) {
    this.identities = identities;
  }

  @Override
  protected void registerCamundaRestResources() {
    registerClasses(CamundaRestResources.getResourceClasses());
    registerClasses(providers());
    register(JacksonFeature.class);
    register(new RefusalMapper(identities));
  }

  /**
   * The engine's JAX-RS providers without its general exception mappers. They have to go, because
   * the mapper of the closest type wins; all three do what {@link RefusalMapper} falls back to.
   */
  static Set<Class<?>> providers() {
    Set<Class<?>> providers = new HashSet<>(CamundaRestResources.getConfigurationClasses());
    providers.remove(RestExceptionHandler.class);
    providers.remove(ProcessEngineExceptionHandler.class);
    providers.remove(ExceptionHandler.class);
    return providers;
  }
}
