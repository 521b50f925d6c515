package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Cause;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the models' expressions read while an incident has no variable of the name: before a cause
 * is ranked or chosen, and where nothing drifted and nobody changed anything by hand. So that an
 * alert stores only what it knows.
 */
@Configuration(proxyBeanMethods = false)
class ModelDefaults {

  @Bean
  String cause() {
    return Cause.NONE_OF_THEM.name();
  }

  @Bean
  String drift() {
    return "";
  }

  @Bean
  Boolean changedByHand() {
    return false;
  }
}
