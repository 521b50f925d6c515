package com.dhakacart.runbook.crash;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@link UpgradeIT}: until what was open is decided and made. */
class UpgradeTest {

  @TempDir private Path folder;

  @Test
  void approvalsThatTheReleaseBeforeLeftOpen_count_andTheirChangesAreMadeOnce() throws IOException {
    try (UpgradeRun run = new UpgradeRun(folder)) {
      run.awaitApprovedChanges();
      run.openApprovalsCounted_andEachChangeIsThereOnce();
    }
  }
}
