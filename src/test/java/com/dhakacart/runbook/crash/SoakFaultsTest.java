package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.faults.OutsideCalls;
import com.dhakacart.runbook.faults.RandomFaults;
import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.http.HttpCalls;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.web.client.RestClient;

/** What {@link SoakIT} lets go wrong. */
class SoakFaultsTest {

  /** What in the product calls somebody outside, and whom. */
  private static final Map<String, String> WHOM =
      Map.of(
          "ClusterClients", "API server",
          "PrometheusApi", "Prometheus",
          "ElasticsearchLogs", "log store",
          "PostgresDatabaseView", "backend's PostgreSQL",
          "Webhooks", "paging",
          "MailPager", "mail",
          "AlertmanagerApi", "Alertmanager");

  /** Whom nobody calls there: reports are kept in the database, and people log in by password. */
  private static final Set<String> NOT_CALLED = Set.of("ObjectStoreReportArchive", "ProviderCalls");

  /** What a connection to somebody begins with. */
  private static final Set<Class<?>> WAYS_OUT =
      Set.of(
          HttpCalls.class,
          HttpClient.class,
          RestClient.class,
          KubernetesClientBuilder.class,
          DriverManager.class,
          JavaMailSender.class);

  private static final Set<String> OPENING =
      Set.of(
          "within",
          "builder",
          "create",
          "newBuilder",
          "newHttpClient",
          "<init>",
          "getConnection",
          "send");

  @TempDir private Path folder;

  @Test
  void whoeverCallsSomebodyOutside_callsWhoMayGoWrong() {
    assertThat(
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("com.dhakacart.runbook")
                    .stream()
                    .filter(it -> !it.isEquivalentTo(HttpCalls.class))
                    .filter(SoakFaultsTest::opensAWayOut)
                    .map(SoakFaultsTest::nameOfItsFile))
        .containsOnlyElementsOf(Stream.of(WHOM.keySet(), NOT_CALLED).flatMap(Set::stream).toList());
    try (RandomFaults faults = new RandomFaults(1);
        Counterparts counterparts = new Counterparts(new KillPoints(List.of()), 1, faults)) {
      faults.beforePostgres(counterparts.count(), "backend's PostgreSQL");
      assertThat(faults.servers()).containsAll(WHOM.values());
    }
  }

  private static boolean opensAWayOut(JavaClass one) {
    return one.getCodeUnitCallsFromSelf().stream()
        .filter(call -> WAYS_OUT.stream().anyMatch(call.getTargetOwner()::isEquivalentTo))
        .anyMatch(call -> OPENING.contains(call.getName()));
  }

  private static String nameOfItsFile(JavaClass one) {
    return one.getName().replaceAll(".*\\.|\\$.*", "");
  }

  @Test
  void everyOutsideCall_goesWhereItMayGoWrong() throws Exception {
    try (EmbeddedPostgres postgres = Postgres.builder().start();
        RandomFaults faults = new RandomFaults(1);
        Counterparts counterparts = new Counterparts(new KillPoints(List.of()), 1, faults)) {
      Looker looker = new Looker(JdbcClient.create(postgres.getPostgresDatabase()));
      int backend = faults.beforePostgres(postgres.getPort(), "backend's PostgreSQL");
      Files.writeString(
          folder.resolve("application.yaml"),
          counterparts.settings(
              "none",
              "none",
              counterparts.settingsOfLogStoreAndAlertmanager() + looker.settings(backend)));

      Map<String, Set<String>> requests = RequestsOfCalls.of(folder, faults).byCall();

      assertThat(requests).containsOnlyKeys(OutsideCalls.names());
      assertThat(requests).allSatisfy((call, kinds) -> assertThat(kinds).as(call).isNotEmpty());
    }
  }
}
