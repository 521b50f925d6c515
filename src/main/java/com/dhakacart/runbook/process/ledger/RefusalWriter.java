package com.dhakacart.runbook.process.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Appends refusals one after the other, on a thread of its own and from a queue that has an end.
 */
@Component
class RefusalWriter implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(RefusalWriter.class);

  static final int LONGEST_QUEUE = 1000;
  private static final Duration SAY_IT_EVERY = Duration.ofMinutes(1);
  private static final Duration LAST_ONES_TAKE_AT_MOST = Duration.ofSeconds(10);

  private final RefusalTable table;
  private final ConcernedIncident incident;
  private final Clock clock;
  private final Counter unrecorded;
  private final AtomicReference<Instant> said = new AtomicReference<>(Instant.MIN);
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(LONGEST_QUEUE),
          work -> {
            Thread writing = new Thread(work, "refusals");
            writing.setDaemon(true);
            return writing;
          });

  RefusalWriter(RefusalTable table, ConcernedIncident incident, Clock clock, MeterRegistry meters) {
    this.table = table;
    this.incident = incident;
    this.clock = clock;
    this.unrecorded =
        Counter.builder("runbook.refusals.unrecorded")
            .description("Refusals that could not be written to the audit log")
            .register(meters);
  }

  /** Soon, and after what came before; never on the caller's thread, and without an exception. */
  void write(Refusal refusal, Instant firstAt, Instant lastAt, int times) {
    write(() -> append(refusal, firstAt, lastAt, times), times);
  }

  /**
   * Hands on the refusal with the incident that it concerns, where there is one: in its turn, or at
   * once and without a look where its address names none or the queue is half full, which is kept
   * for what has to be written.
   */
  void withIncident(Refusal refusal, Consumer<Refusal> then) {
    if (incident.mayConcernOne(refusal)
        && thread.getQueue().remainingCapacity() > LONGEST_QUEUE / 2) {
      write(() -> then.accept(incident.of(refusal)), 1);
    } else {
      then.accept(refusal);
    }
  }

  private void write(Runnable work, int times) {
    try {
      thread.execute(work);
    } catch (RejectedExecutionException e) {
      notRecorded(times, e);
    }
  }

  private void append(Refusal refusal, Instant firstAt, Instant lastAt, int times) {
    try {
      table.append(incident.of(refusal), firstAt, lastAt, times);
    } catch (RuntimeException e) {
      notRecorded(times, e);
    }
  }

  private void notRecorded(int times, RuntimeException because) {
    unrecorded.increment(times);
    Instant now = clock.instant();
    Instant before = said.get();
    boolean again = before.equals(Instant.MIN) || !now.isBefore(before.plus(SAY_IT_EVERY));
    if (again && said.compareAndSet(before, now)) {
      log.error(
          "Refusals cannot be written to the audit log, {} so far; they stay refused. Look whether"
              + " the database answers",
          (long) unrecorded.count(),
          because);
    }
  }

  /** Writes what is waiting, as long as that takes seconds only. */
  @Override
  public void destroy() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(LAST_ONES_TAKE_AT_MOST.toSeconds(), TimeUnit.SECONDS)) {
      int waiting = thread.shutdownNow().size();
      log.error("{} rows of refusals were not written before the stop", waiting);
    }
  }
}
