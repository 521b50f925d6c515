package com.dhakacart.runbook.cluster;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Answers that several looks need in the same moment: asked once, and shared while they are young.
 * A failure is shared by those who wait for it, and by nobody after them.
 *
 * @param <K> the question
 */
final class Shared<K, V> {

  private final AsyncCache<K, V> answers;

  /**
   * @param shareFor zero for not longer than it takes to ask
   */
  Shared(Duration shareFor) {
    answers = Caffeine.newBuilder().expireAfterWrite(shareFor).executor(Runnable::run).buildAsync();
  }

  /** Asks on the thread of the first who wants to know; what it throws is thrown to all. */
  V get(K question, Supplier<V> ask) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> first = answers.asMap().putIfAbsent(question, mine);
    if (first == null) {
      try {
        mine.complete(ask.get());
      } catch (RuntimeException | Error e) {
        mine.completeExceptionally(e);
      }
    }
    return answer(first == null ? mine : first);
  }

  private static <V> V answer(CompletableFuture<V> asked) {
    try {
      return asked.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
