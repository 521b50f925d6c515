package com.dhakacart.runbook.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
import org.springframework.mock.env.MockEnvironment;

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
  void h2OfTheDefaults_onlyItsMachineMayTakeSomethingAlong(CapturedOutput output)
      throws IOException {
    String standard = defaultUrl().replace("./data", folder.toString());

    with(standard).run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .contains("H2 does not wait for the disk", "but not the machine")
        .doesNotContain("WRITE_DELAY", "in memory", "DB_CLOSE_ON_EXIT");
  }

  @Test
  void connectionsThatDoNotCommit_areNoStart() {
    with("jdbc:h2:file:" + folder.resolve("runbook") + ";WRITE_DELAY=0")
        .withPropertyValues("spring.datasource.hikari.auto-commit=false")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining("do not commit by themselves"));
  }

  @Test
  void h2ThatWritesLater_isNamed_withWhatToAppend(CapturedOutput output) {
    with("jdbc:h2:file:" + folder.resolve("runbook"))
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output)
        .contains("H2 keeps a commit in memory for 500 ms", "append ;WRITE_DELAY=0 to DB_URL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mem:it",
        "mem:it;DB_CLOSE_DELAY=-1",
        "memFS:it",
        "nioMemFS:it",
        "split:nioMemFS:it"
      })
  void h2InMemory_isNamed_howeverItIsSpelled(String database, CapturedOutput output) {
    with("jdbc:h2:" + database + ";WRITE_DELAY=0")
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output).contains("database is in memory", "set DB_URL");
  }

  @ParameterizedTest
  @CsvSource({
    "LOCK_MODE=0, H2 locks nothing",
    "RETENTION_TIME=0, H2 writes over what it would need",
    "INIT=SET WRITE_DELAY 200, in memory for 200 ms",
    "write_delay=100, in memory for 100 ms",
    "DB_CLOSE_ON_EXIT=TRUE, H2 closes the database while a step still ends",
    "DB_CLOSE_ON_EXIT=FALSEY, H2 closes the database while a step still ends"
  })
  void h2ThatLosesOtherwise_isNamed(String setting, String said, CapturedOutput output) {
    String durable = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    String others = durable.replaceAll("(?i);" + setting.replaceAll("=.*", "") + "=[^;]*", "");
    with("jdbc:h2:file:" + folder.resolve("other") + others + ";" + setting)
        .run(context -> assertThat(context).hasNotFailed());

    assertThat(output).contains(said);
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
        Postgres.builder().setServerConfig("synchronous_commit", "off").start()) {
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
  void postgresThatWritesFirst_starts_butNotWhereUrlRoleOrDatabaseTurnItOff(CapturedOutput output)
      throws IOException {
    try (EmbeddedPostgres postgres =
        Postgres.builder()
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "off")
            .start()) {
      with(postgres).run(context -> assertThat(context).hasNotFailed());
      assertThat(output)
          .contains(
              "PostgreSQL does not wait for its disk (fsync is off)",
              "PostgreSQL cannot mend a page that was half written (full_page_writes is off)");
      with(url(postgres) + "&options=-c%20synchronous_commit=off")
          .run(
              context ->
                  assertThat(refusal(context.getStartupFailure()))
                      .contains("Remove synchronous_commit from the options of DB_URL"));
      for (String whose : List.of("ROLE postgres", "DATABASE postgres")) {
        alter(postgres, whose + " SET synchronous_commit = false");
        with(postgres)
            .run(
                context ->
                    assertThat(refusal(context.getStartupFailure()))
                        .as(whose)
                        .contains("synchronous_commit is off"));
        alter(postgres, whose + " RESET synchronous_commit");
      }
    }
  }

  // ---- a database that lets nobody in

  @Test
  void wrongPassword_isASentence() {
    String url = "jdbc:h2:file:" + folder.resolve("runbook") + ";WRITE_DELAY=0";
    with(url).run(context -> assertThat(context).hasNotFailed());

    with(url)
        .withPropertyValues("spring.datasource.username=sa", "spring.datasource.password=wrong")
        .run(
            context ->
                assertThat(why(context.getStartupFailure(), "sa"))
                    .contains("Wrong user name or password", "Set DB_USER (it is \"sa\")")
                    .doesNotContain("=wrong"));
  }

  @Test
  void postgresRefuses_orIsNotThere_isASentence() throws IOException {
    assertThat(why(new SQLException("FATAL: password authentication failed", "28P01"), "shop"))
        .contains("password authentication failed", "DB_PASSWORD");
    assertThat(why(new SQLException("database \"x\" does not exist", "3D000"), "shop"))
        .contains("Create the database");
    with("jdbc:postgresql://127.0.0.1:1/runbook")
        .run(
            context ->
                assertThat(why(context.getStartupFailure(), ""))
                    .contains("127.0.0.1:1 refused", "Start the database"));
    assertThat(
            new DatabaseRefusesAnalyzer(new MockEnvironment())
                .analyze(new SQLException("syntax error", "42601")))
        .isNull();
  }

  private static String why(Throwable failure, String user) {
    FailureAnalysis analysis =
        new DatabaseRefusesAnalyzer(
                new MockEnvironment().withProperty("spring.datasource.username", user))
            .analyze(failure);
    assertThat(analysis).as(() -> "of " + failure).isNotNull();
    return analysis.getDescription() + "\n" + analysis.getAction();
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

  private static void alter(EmbeddedPostgres postgres, String what) {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER " + what);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
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
