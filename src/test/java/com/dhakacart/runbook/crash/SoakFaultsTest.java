package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.faults.OutsideCalls;
import com.dhakacart.runbook.faults.RandomFaults;
import com.dhakacart.runbook.fixtures.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What {@link SoakIT} lets go wrong. */
class SoakFaultsTest {

  @TempDir private Path folder;

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
