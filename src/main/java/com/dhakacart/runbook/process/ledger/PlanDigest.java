package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.process.Sha256;

/** Ties an approval to the plan that was shown, to the letter. */
final class PlanDigest {

  private PlanDigest() {}

  /** SHA-256 of a plan as it is stored, in hexadecimal digits. */
  static String of(String body) {
    return Sha256.hex(body);
  }
}
