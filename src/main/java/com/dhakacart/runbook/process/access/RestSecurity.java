package com.dhakacart.runbook.process.access;

import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.engine.rest.security.auth.impl.HttpBasicAuthenticationProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Who may call what. The webapps have a login of their own, {@code /alerts} a token of its own,
 * {@code /actuator} is for the cluster's probes and Prometheus; all else takes the engine's users.
 */
@Configuration(proxyBeanMethods = false)
class RestSecurity {

  @Bean
  FilterRegistrationBean<EngineUsersOnly> engineUsersOnly() {
    FilterRegistrationBean<EngineUsersOnly> registration =
        new FilterRegistrationBean<>(new EngineUsersOnly());
    registration.addUrlPatterns("/engine-rest/*", "/incidents/*", "/changes/*", "/audit/*");
    registration.addInitParameter(
        ProcessEngineAuthenticationFilter.AUTHENTICATION_PROVIDER_PARAM,
        HttpBasicAuthenticationProvider.class.getName());
    registration.setAsyncSupported(true); // fetch-and-lock answers later
    return registration;
  }
}
