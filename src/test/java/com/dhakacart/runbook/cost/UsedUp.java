package com.dhakacart.runbook.cost;

import com.dhakacart.runbook.fixtures.OtherJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process has used up since it was started, as the machine and its collector see it.
 *
 * @param millis of processor time, in steps of 10
 * @param bytes allocated; of those that were collected, to the next megabyte
 */
record UsedUp(long millis, long bytes) {

  /** {@code [1.2s] GC(3) Pause Young (Allocation Failure) 180M->30M(430M) 12.3ms} */
  private static final Pattern COLLECTION = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\(\\d+M\\)");

  /** The option of a JVM whose collections can be read afterwards. */
  static String logOption(Path collections) {
    return "-Xlog:gc:file=" + collections;
  }

  static UsedUp by(ProcessHandle process, Path collections) {
    long millis = process.info().totalCpuDuration().orElseThrow().toMillis();
    return new UsedUp(millis, new OtherJvm(process).inUse() + collected(collections));
  }

  UsedUp since(UsedUp before) {
    return new UsedUp(millis - before.millis, bytes - before.bytes);
  }

  private static long collected(Path collections) {
    try {
      Matcher found = COLLECTION.matcher(Files.readString(collections));
      long megabytes = 0;
      while (found.find()) {
        megabytes += Long.parseLong(found.group(1)) - Long.parseLong(found.group(2));
      }
      return megabytes << 20;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
