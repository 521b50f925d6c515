package com.dhakacart.runbook.report;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What all that is written for people goes by. */
@Configuration(proxyBeanMethods = false)
class ReportConfiguration {

  @Bean
  LocalTimes localTimes(ReportSettings settings) {
    return new LocalTimes(settings.timeZone());
  }
}
