package com.dhakacart.runbook.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Answers that several looks need in the same moment: asked once, and shared while they are young.
 * A failure is shared by those who wait for it, and by nobody after them.
 *
 * @param <K> the question
 */
final class Shared<K, V> {

  private final long forNanos;
  private final ConcurrentMap<K, Asked<V>> asked = new ConcurrentHashMap<>();

  /**
   * @param shareFor from the asking on; zero for never
   */
  Shared(Duration shareFor) {
    forNanos = shareFor.toNanos();
  }

  /** What the question throws is thrown to everybody who waits for it. */
  V get(K question, Supplier<V> ask) {
    if (forNanos == 0) {
      return ask.get();
    }
    forgetOld();
    Asked<V> mine = new Asked<>(System.nanoTime(), new CompletableFuture<>());
    Asked<V> first = asked.putIfAbsent(question, mine);
    return first == null ? answer(question, mine, ask) : joined(first);
  }

  private V answer(K question, Asked<V> mine, Supplier<V> ask) {
    try {
      V value = ask.get();
      mine.answer.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      asked.remove(question, mine);
      mine.answer.completeExceptionally(e);
      throw e;
    }
  }

  private V joined(Asked<V> first) {
    try {
      return first.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void forgetOld() {
    long now = System.nanoTime();
    asked.values().removeIf(one -> now - one.at > forNanos);
  }

  private record Asked<V>(long at, CompletableFuture<V> answer) {}
}
