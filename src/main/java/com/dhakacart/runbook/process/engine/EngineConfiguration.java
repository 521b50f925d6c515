package com.dhakacart.runbook.process.engine;

import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.ServiceSettings;
import java.time.Clock;
import java.util.List;
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

  /** Every workload that has a runbook, for the checks at the start. */
  @Bean
  List<Workload> watchedWorkloads(ServiceSettings services) {
    return services.services().keySet().stream()
        .flatMap(service -> services.workload(service).stream())
        .toList();
  }
}
