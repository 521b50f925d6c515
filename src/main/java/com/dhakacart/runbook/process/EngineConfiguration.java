package com.dhakacart.runbook.process;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** What the engine needs beyond its settings. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class EngineConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
