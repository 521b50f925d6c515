package com.dhakacart.runbook.simulation;

import java.util.Random;
import java.util.UUID;

/** Names as Kubernetes makes them up. */
final class Names {

  /** Without vowels and look-alikes, as Kubernetes' own alphabet for generated names. */
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  private Names() {}

  static String suffix(UUID seed, int length) {
    return suffix(seed.getMostSignificantBits() ^ seed.getLeastSignificantBits(), length);
  }

  /** The same seed gives the same suffix. */
  static String suffix(long seed, int length) {
    Random random = new Random(seed);
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < length; i++) {
      suffix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return suffix.toString();
  }
}
