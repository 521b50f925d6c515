package com.dhakacart.runbook.crash;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL before a change or a page arrives, and after it did: no proxy stands before a file. */
@Tag("endurance")
class CrashMatrixOnH2IT {

  @TempDir private Path folder;

  @Test
  void killedAroundEveryEffect_nothingIsLostAndNothingIsDoneTwice() throws IOException {
    try (CrashRun run = CrashRun.onH2(folder, Worlds.effects(), 1)) {
      run.killUntilEveryPointWasReached();
      run.everythingIsThereOnce();
      run.everyPointWasReached();
    }
  }
}
