package com.dhakacart.runbook.cluster;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

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
    SimpleAsyncTaskExecutor asking = new SimpleAsyncTaskExecutor("cluster-");
    asking.setDaemon(true);
    answers = Caffeine.newBuilder().expireAfterWrite(shareFor).executor(asking).buildAsync();
  }

  /** Asks, and waits for nothing: somebody will {@link #get} it soon. */
  void begin(K question, Supplier<V> ask) {
    answers.get(question, it -> ask.get());
  }

  /**
   * Asks on the thread of the first who wants to know, who waits for it anyway; what that throws is
   * thrown to all who wait.
   */
  V get(K question, Supplier<V> ask) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> asked = answers.get(question, (it, executor) -> mine);
    if (asked == mine) {
      mine.completeAsync(ask, Runnable::run);
    }
    try {
      return PodWorkers.answer(asked);
    } catch (RuntimeException e) {
      // the cache lets go of it, too, but perhaps not before the next who asks
      answers.asMap().remove(question, asked);
      throw e;
    }
  }
}
