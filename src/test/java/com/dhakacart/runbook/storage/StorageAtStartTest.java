package com.dhakacart.runbook.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** What the start says of the runbook's database, which is really started and asked. */
@ExtendWith(OutputCaptureExtension.class)
class StorageAtStartTest {

  @TempDir private Path folder;

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
          .withUserConfiguration(Storage.class);

  // ---- H2

  @Test
  void h2OfTheDefaults_isDurable_andNothingIsSaid(CapturedOutput output) throws IOException {
    String standard = defaultUrl().replace("./data", folder.toString());

    with(standard).run(context -> assertThat(context).hasNotFailed());

    assertThat(output).doesNotContain("WRITE_DELAY", "in memory");
  }

  @Test
  void h2ThatWritesLater_isNamed_withWhatToAppend(CapturedOutput output) {
    with("jdbc:h2:file:" + folder.resolve("runbook"))
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .contains("H2 keeps a commit in memory for 500 ms", "append ;WRITE_DELAY=0 to DB_URL");
  }

  @Test
  void h2InMemory_isNamed(CapturedOutput output) {
    with("jdbc:h2:mem:" + UUID.randomUUID()).run(context -> assertThat(context).hasNotFailed());

    assertThat(output).contains("database is in memory", "set DB_URL");
  }

  @Test
  void h2InMemory_ofADemo_isNot(CapturedOutput output) {
    with("jdbc:h2:mem:" + UUID.randomUUID())
        .withPropertyValues("runbook.storage.may-lose=true")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output).doesNotContain("database is in memory");
  }

  // ---- PostgreSQL

  @Test
  void postgresThatAcknowledgesFirst_startIsRefused_andSaysWhatToRemove() throws IOException {
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "off").start()) {
      with(postgres)
          .run(
              context ->
                  assertThat(refusal(context.getStartupFailure()))
                      .contains("synchronous_commit is off", "ALTER ROLE"));
      with(postgres)
          .withPropertyValues("runbook.storage.may-lose=true")
          .run(context -> assertThat(context).hasNotFailed());
    }
  }

  @Test
  void postgresThatWritesFirst_starts_butNotWithAUrlThatTurnsItOff() throws IOException {
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start()) {
      with(postgres).run(context -> assertThat(context).hasNotFailed());
      with(url(postgres) + "&options=-c%20synchronous_commit=off")
          .run(
              context ->
                  assertThat(refusal(context.getStartupFailure()))
                      .contains("Remove synchronous_commit from the options of DB_URL"));
    }
  }

  // ---- no driver

  /** As in the image of docker/Dockerfile. */
  @Test
  void h2LeftOut_startWithoutDbUrl_saysSoInASentence() throws IOException {
    with(defaultUrl())
        .withClassLoader(new FilteredClassLoader("org.h2"))
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .contains("H2", "is not in this image", "Set DB_URL"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:mysql://db/runbook", "jdbc:oracle:thin:@db", "postgres://db"})
  void otherDatabase_startIsRefused_andSaysWhichToUse(String url) {
    with(url)
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .contains("no driver", "PostgreSQL"));
  }

  /** As {@code SpringApplication} prints it. */
  private static String refusal(Throwable failure) {
    FailureAnalysis analysis = new StartRefusedAnalyzer().analyze(failure);
    assertThat(analysis).as(() -> "of " + failure).isNotNull();
    return analysis.getDescription() + "\n" + analysis.getAction();
  }

  private ApplicationContextRunner with(EmbeddedPostgres postgres) {
    return with(url(postgres));
  }

  private static String url(EmbeddedPostgres postgres) {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  private ApplicationContextRunner with(String url) {
    return application.withPropertyValues("spring.datasource.url=" + url);
  }

  private static String defaultUrl() throws IOException {
    PropertySource<?> settings =
        new YamlPropertySourceLoader()
            .load("application", new ClassPathResource("application.yaml"))
            .get(0);
    String url = String.valueOf(settings.getProperty("spring.datasource.url"));
    return url.substring("${DB_URL:".length(), url.length() - 1);
  }

  @ComponentScan(basePackageClasses = StorageSettings.class)
  @ConfigurationPropertiesScan(basePackageClasses = StorageSettings.class)
  static class Storage {}
}
