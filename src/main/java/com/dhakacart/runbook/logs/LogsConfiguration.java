package com.dhakacart.runbook.logs;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses where logs are read; an empty address of the log store counts as none. */
@Configuration(proxyBeanMethods = false)
class LogsConfiguration {

  @Bean
  Logs logs(
      PodLogs pods, LogLineReader reader, LogPatterns patterns, LogSettings settings, Clock clock) {
    Logs containers = new ContainerLogs(pods, reader, patterns, settings, clock);
    return settings.elasticsearch().url() == null
        ? containers
        : new LogStoreFirst(
            new ElasticsearchLogs(settings.elasticsearch(), reader, patterns, clock), containers);
  }
}
