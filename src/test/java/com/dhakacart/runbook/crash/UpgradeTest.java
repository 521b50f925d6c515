package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@link UpgradeOnH2IT}, until what was open is decided and made; and of {@link
 * UpgradeOnPostgresIT}, until the database is this release's.
 */
class UpgradeTest {

  @TempDir private Path folder;

  @Test
  void approvalsThatTheReleaseBeforeLeftOpen_count_andTheirChangesAreMadeOnce() throws IOException {
    try (UpgradeRun run = new UpgradeRun(folder, OlderDatabase.ON_H2)) {
      run.awaitApprovedChanges();
      run.openApprovalsCounted_andEachChangeIsThereOnce();
    }
  }

  @Test
  void postgresOfTheReleaseBefore_takesTheMigrationsSince_andKeepsEachOpenApproval()
      throws IOException {
    try (OlderDatabase.Place place = OlderDatabase.ON_POSTGRES.filled(folder)) {
      Map<String, String> open = UpgradeRun.openApprovals(place.jdbc());
      assertThat(open).isNotEmpty();

      MigrateResult migrated = Flyway.configure().dataSource(place.dataSource()).load().migrate();

      assertThat(migrated.migrationsExecuted).isPositive();
      assertThat(UpgradeRun.openApprovals(place.jdbc())).isEqualTo(open);
    }
  }
}
