package com.dhakacart.runbook.backend;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the product list costs, as the database says: a catalogue that grew needs more memory and
 * more work in every pod, and a restart changes nothing of that.
 *
 * @param memoryMB held by a pod once it has served for a moment
 * @param workMillis of CPU for each request
 */
record Demand(int memoryMB, int workMillis) {

  private static final int STEP_MB = 32;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final List<ByteBuffer> HELD = new ArrayList<>();

  void meet() {
    hold();
    work();
  }

  /** Outside the heap, so that the kernel ends the container and not the JVM itself. */
  private void hold() {
    synchronized (HELD) {
      if (HELD.size() * STEP_MB < memoryMB) {
        HELD.add(ByteBuffer.allocateDirect(STEP_MB << 20));
      }
    }
  }

  private void work() {
    long until = THREADS.getCurrentThreadCpuTime() + workMillis * 1_000_000L;
    while (THREADS.getCurrentThreadCpuTime() < until) {
      Thread.onSpinWait();
    }
  }
}
