package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * A secret that a machine shows, from a setting or from a file that is read again for each request,
 * so that a new one needs no restart.
 *
 * @param text empty where there is none
 * @param file null where there is none; counts before the text
 */
record SharedToken(String text, Path file) {

  SharedToken {
    text = text.strip();
    if (file != null && !Files.isReadable(file)) {
      throw new IllegalArgumentException(
          file + " cannot be read, and should hold a token; correct the path or its rights");
    }
  }

  boolean isSet() {
    return file != null || !text.isEmpty();
  }

  /** Never for an empty one: a file that was emptied lets nobody in. */
  boolean is(String given) {
    String expected = file == null ? text : read(file);
    // digests, so that the time taken tells neither how much is right nor how long the token is
    return !expected.isEmpty()
        && MessageDigest.isEqual(Sha256.of(expected), Sha256.of(given.strip()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the token in " + file, e);
    }
  }

  /** Without the secret, which must not reach a log. */
  @Override
  public String toString() {
    return isSet() ? "***" : "none";
  }
}
