package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which of the archives a setting chooses. */
class ReportArchiveConfigurationTest {

  @RegisterExtension final HttpCounterpart store = new HttpCounterpart();

  private final ApplicationContextRunner runbook =
      new ApplicationContextRunner()
          .withUserConfiguration(Settings.class, ReportArchiveConfiguration.class)
          .withBean(JdbcClient.class, () -> mock(JdbcClient.class))
          .withBean(Clock.class, Clock::systemUTC);

  @Test
  void nothingIsSet_reportsAreKeptInTheDatabase() {
    runbook.run(
        it ->
            assertThat(it).getBean(ReportArchive.class).isInstanceOf(DatabaseReportArchive.class));
  }

  @Test
  void folderIsSet_reportsAreKeptThere(@TempDir Path folder) {
    runbook
        .withPropertyValues("runbook.report.folder=" + folder)
        .run(
            it ->
                assertThat(it)
                    .getBean(ReportArchive.class)
                    .isInstanceOf(FolderReportArchive.class));
  }

  @Test
  void bucketIsSet_reportsAreKeptThere_andItIsTriedAtTheStart() {
    store.answers(200, "");

    runbook
        .withPropertyValues(
            "runbook.report.object-store.url=" + store.url(),
            "runbook.report.object-store.bucket=reports",
            "runbook.report.object-store.access-key=runbook",
            "runbook.report.object-store.secret-key=secret")
        .run(
            it -> {
              assertThat(it)
                  .getBean(ReportArchive.class)
                  .isInstanceOf(ObjectStoreReportArchive.class);
              it.publishEvent(
                  new ApplicationReadyEvent(
                      new SpringApplication(), new String[0], it, Duration.ZERO));
              await()
                  .atMost(Duration.ofSeconds(20))
                  .untilAsserted(
                      () ->
                          assertThat(store.requests())
                              .extracting(asked -> asked.method() + " " + asked.path())
                              .containsExactly(
                                  "PUT /reports/written-at-the-start.txt",
                                  "GET /reports/written-at-the-start.txt"));
            });
  }

  @EnableConfigurationProperties(ReportSettings.class)
  static class Settings {}
}
