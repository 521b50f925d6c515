package com.dhakacart.runbook.cluster;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * What a command in a pod writes, as far as anybody could hold it: the client takes all that comes,
 * and goes on whatever a stream throws.
 */
final class BoundedText extends ByteArrayOutputStream {

  /** Of one command, and {@link PodWorkers} runs sixteen: more than anything that is asked for. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  private static final long PAUSE_MILLIS = 100;

  static final String CUT_OFF =
      "it writes more than %d MB; look at what it writes".formatted(MOST_BYTES / 1024 / 1024);

  private final CompletableFuture<?> tooMuch;

  /**
   * @param tooMuch completed with null once more comes than is kept
   */
  BoundedText(CompletableFuture<?> tooMuch) {
    this.tooMuch = tooMuch;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] part, int from, int length) {
    if (!isKept(part, from, length)) {
      tooMuch.complete(null);
      slowDown();
    }
  }

  private synchronized boolean isKept(byte[] part, int from, int length) {
    boolean fits = size() + (long) length <= MOST_BYTES;
    if (fits) {
      super.write(part, from, length);
    }
    return fits;
  }

  /** Else the rest is taken as fast as it is thrown away, until the connection is closed. */
  private static void slowDown() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized String toString() {
    return toString(StandardCharsets.UTF_8);
  }
}
