package com.dhakacart.runbook.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database in which an older release left an incident in every waiting state is brought to its
 * end by this one. With {@code -Dupgrade.from}, that release's jar, it is made first.
 */
abstract class Upgrade {

  private final OlderDatabase older;

  @TempDir private Path folder;

  Upgrade(OlderDatabase older) {
    this.older = older;
  }

  @Test
  void incidentsOfTheReleaseBefore_areBroughtToTheirEnd_andOpenApprovalsCount() throws Exception {
    String before = System.getProperty("upgrade.from", "");
    if (!before.isBlank()) {
      older.leftBy(Path.of(before), Files.createDirectory(folder.resolve("then")));
    }
    try (UpgradeRun run = new UpgradeRun(folder, older)) {
      run.awaitEnd();
      run.everythingIsThereOnce();
    }
  }
}
