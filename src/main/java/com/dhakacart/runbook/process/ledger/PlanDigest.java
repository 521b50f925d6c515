package com.dhakacart.runbook.process.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ties an approval to the plan that was shown, to the letter. */
final class PlanDigest {

  private PlanDigest() {}

  /** SHA-256 of a plan as it is stored, in hexadecimal digits. */
  static String of(String body) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
