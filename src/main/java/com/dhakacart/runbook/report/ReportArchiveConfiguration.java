package com.dhakacart.runbook.report;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where reports are kept: in an object store or a folder where one is set, else in the database.
 */
@Configuration(proxyBeanMethods = false)
class ReportArchiveConfiguration {

  /** Where earlier releases kept them, unless they were told otherwise. */
  private static final Path EARLIER = Path.of("data/reports");

  @Bean
  ReportArchive reportArchive(ReportSettings settings, JdbcClient jdbc, Clock clock) {
    if (settings.objectStore() != null) {
      return new ObjectStoreReportArchive(settings.objectStore(), clock);
    }
    return settings.folder() != null
        ? FolderReportArchive.writable(settings.folder())
        : new DatabaseReportArchive(jdbc, clock, new FolderReportArchive(EARLIER));
  }
}
