package com.dhakacart.runbook.realcluster;

import java.io.IOException;
import java.nio.file.Path;

/** A program beside the tests, with all that it starts itself. */
final class Program implements AutoCloseable {

  private final Process process;

  private Program(Process process) {
    this.process = process;
  }

  /**
   * @param log of all that it says
   */
  static Program start(ProcessBuilder program, Path log) throws IOException {
    Program started =
        new Program(program.redirectErrorStream(true).redirectOutput(log.toFile()).start());
    // also when somebody interrupts the tests
    Runtime.getRuntime().addShutdownHook(new Thread(started::end));
    return started;
  }

  private void end() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  @Override
  public void close() {
    end();
    process.onExit().join();
  }
}
