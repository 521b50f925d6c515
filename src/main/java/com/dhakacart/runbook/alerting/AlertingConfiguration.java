package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.process.access.connections.BodyLimit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the door has to know of deliveries. */
@Configuration(proxyBeanMethods = false)
class AlertingConfiguration {

  @Bean
  BodyLimit payloadLimit(AlertingSettings settings) {
    return new BodyLimit("/alerts", settings.maxPayload());
  }
}
