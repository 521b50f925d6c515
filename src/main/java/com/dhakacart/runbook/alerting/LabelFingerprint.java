package com.dhakacart.runbook.alerting;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fingerprint that Alertmanager gives a set of labels: FNV-1a of 64 bits over its names and
 * values in the order of the names, each ended by a byte that no text in UTF-8 holds. Prometheus'
 * common library defines it ({@code model.LabelSet.Fingerprint}).
 */
final class LabelFingerprint {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final byte SEPARATOR = (byte) 0xff;

  private LabelFingerprint() {}

  /** Sixteen hexadecimal digits. A label without a value is none, to Prometheus. */
  static String of(Map<String, String> labels) {
    SortedMap<String, String> sorted = new TreeMap<>(labels);
    long hash = OFFSET;
    for (Map.Entry<String, String> label : sorted.entrySet()) {
      if (!label.getValue().isEmpty()) {
        hash = add(add(hash, label.getKey()), label.getValue());
      }
    }
    return "%016x".formatted(hash);
  }

  private static long add(long hash, String text) {
    long sum = hash;
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      sum = add(sum, one);
    }
    return add(sum, SEPARATOR);
  }

  private static long add(long hash, byte one) {
    return (hash ^ (one & 0xff)) * PRIME;
  }
}
