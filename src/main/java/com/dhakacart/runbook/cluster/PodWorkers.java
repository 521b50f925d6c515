package com.dhakacart.runbook.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Threads for what is asked at once and blocks: of many pods, of many objects. A class of its own
 * and no bean of type Executor, which would replace the one that Spring Boot offers to everybody.
 */
@Component
class PodWorkers implements AutoCloseable {

  private static final int MOST_AT_ONCE = 16;

  private final ExecutorService threads;

  PodWorkers() {
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            MOST_AT_ONCE,
            work -> {
              Thread thread = new Thread(work, "cluster-pods-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  <T> CompletableFuture<T> start(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, threads);
  }

  <T> CompletableFuture<T> startAfter(Duration pause, Supplier<T> work) {
    Executor later =
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, threads);
    return CompletableFuture.supplyAsync(work, later);
  }

  /** What was found out; what the work threw is thrown as it was. */
  static <T> T answer(CompletableFuture<T> begun) {
    try {
      return begun.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Does the work for each at the same time; results in the order of what was given. */
  <T, R> List<R> forEach(Collection<T> all, Function<T, R> work) {
    List<CompletableFuture<R>> started =
        all.stream().map(one -> start(() -> work.apply(one))).toList();
    return started.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
