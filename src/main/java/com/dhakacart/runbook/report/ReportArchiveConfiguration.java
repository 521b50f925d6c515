package com.dhakacart.runbook.report;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where reports are kept: in an object store where one is set, else in a folder. */
@Configuration(proxyBeanMethods = false)
class ReportArchiveConfiguration {

  @Bean
  ReportArchive reportArchive(ReportSettings settings, Clock clock) {
    return settings.objectStore() == null
        ? new FolderReportArchive(settings)
        : new ObjectStoreReportArchive(settings.objectStore(), clock);
  }
}
