package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Evidence;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * Evidence by the text in which it is kept. One step after another reads what was seen, and to see
 * that it is the same text takes a fraction of the time in which it is read.
 */
final class ReadEvidence {

  /** What a few incidents need at once: in a storm, what is held for others is read again. */
  private static final Cache<String, Evidence> READ =
      Caffeine.newBuilder().maximumSize(50).expireAfterAccess(Duration.ofSeconds(10)).build();

  private ReadEvidence() {}

  static Evidence in(String json) {
    return READ.get(json, it -> Json.read(it, Evidence.class));
  }
}
