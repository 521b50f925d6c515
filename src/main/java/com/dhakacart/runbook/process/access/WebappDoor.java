package com.dhakacart.runbook.process.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;

/** Leads from the door into the webapps. */
@Configuration(proxyBeanMethods = false)
class WebappDoor {

  @Bean
  FilterRegistrationBean<WebappPerson> webappPerson(WebappSessions sessions) {
    FilterRegistrationBean<WebappPerson> registration =
        new FilterRegistrationBean<>(new WebappPerson(sessions));
    registration.addUrlPatterns("/camunda/app/*", "/camunda/api/*");
    registration.setDispatcherTypes(DispatcherType.REQUEST);
    // behind the door, and before the webapps' own filters, which come last
    registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
    return registration;
  }

  @Bean
  ServletRegistrationBean<WebappLogIn> webappLogIn(
      AuthenticationManager authentication,
      WebappSessions sessions,
      Refuser refuser,
      ObjectMapper json) {
    return new ServletRegistrationBean<>(
        new WebappLogIn(authentication, sessions, refuser, json),
        WebappLogIn.LOG_IN,
        WebappLogIn.LOG_OUT);
  }
}
