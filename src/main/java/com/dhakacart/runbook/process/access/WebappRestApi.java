package com.dhakacart.runbook.process.access;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.rest.impl.NamedProcessEngineRestServiceImpl;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * The REST API behind Tasklist and Cockpit, so that Tasklist shows the same sentence when it
 * refuses a decision. It is a second application of the same resources.
 */
@Configuration(proxyBeanMethods = false)
class WebappRestApi {

  /** The webapps' initializer leaves a servlet of this name alone when it is there already. */
  private static final String NAME = "Engine Api";

  @Bean
  ServletRegistrationBean<ServletContainer> webappEngineApi(
      CamundaBpmProperties camunda, IdentityService identities) {
    ResourceConfig api =
        new ResourceConfig()
            .register(NamedProcessEngineRestServiceImpl.class)
            .registerClasses(EngineRestApi.providers())
            .register(new RefusalMapper(identities));
    ServletRegistrationBean<ServletContainer> registration =
        new ServletRegistrationBean<>(
            new ServletContainer(api), camunda.getWebapp().getApplicationPath() + "/api/engine/*");
    registration.setName(NAME);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
