package com.dhakacart.runbook.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** What can go wrong with an answer on the level of bytes, in any protocol. */
enum Garbled {
  /** The connection ends, and nothing came. */
  GONE,
  /** The connection ends half way. */
  HALF,
  /** Another protocol, as of a server that somebody put at that address. */
  GARBAGE,
  /** More than anybody can hold. */
  HUGE,
  /** A byte now and then: each comes in time, and there is no end. */
  DRIP,
  SILENCE;

  /** A test that reads all of it has learned enough; nobody ever may. */
  private static final long HUGE_BYTES = 4L * 1024 * 1024 * 1024;

  /** Often enough for a timeout of 300 ms that counts anew with each byte. */
  private static final long DRIP_MILLIS = 100;

  private static final long LONG_MILLIS = 600_000;
  private static final byte[] BLOCK = "x".repeat(64 * 1024).getBytes(US_ASCII);

  /**
   * @param right what would be said
   * @param endless how an answer begins that goes on with any number of letters
   * @param taken how many bytes of a huge one the caller took
   */
  void instead(OutputStream out, byte[] right, byte[] endless, AtomicLong taken)
      throws IOException, InterruptedException {
    switch (this) {
      case GONE -> {}
      case HALF -> out.write(right, 0, (right.length + 1) / 2);
      case GARBAGE -> out.write("<html><body>Log in</body></html>\r\n".getBytes(US_ASCII));
      case HUGE -> {
        out.write(endless);
        for (long sent = 0; sent < HUGE_BYTES; sent += BLOCK.length) {
          out.write(BLOCK);
          taken.addAndGet(BLOCK.length);
        }
        Thread.sleep(LONG_MILLIS);
      }
      case DRIP -> {
        out.write(endless);
        while (true) {
          out.write('x');
          Thread.sleep(DRIP_MILLIS);
        }
      }
      case SILENCE -> Thread.sleep(LONG_MILLIS);
    }
  }
}
