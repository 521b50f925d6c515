package com.dhakacart.runbook.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/**
 * Each call with each fault: it ends within its declared time, what it was to find out is unknown,
 * and it says why in words.
 */
final class EveryFault {

  /** Of the largest limit, 32 MB, twice as much: what is on its way when a caller has enough. */
  private static final long ENOUGH_BYTES = 64L * 1024 * 1024;

  /** Of calls that something else ends: as long as a busy machine may need. */
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Duration timeout;
  private final Duration declared;

  /**
   * @param timeout of each call that nothing else ends
   * @param declared until a call must have ended, with its repetitions and its second way
   */
  EveryFault(Duration timeout, Duration declared) {
    this.timeout = timeout;
    this.declared = declared;
  }

  /**
   * All that one server can do wrong, each to a product of its own.
   *
   * @param atOnce how many of them: most of it is waiting
   */
  void ofAServer(int atOnce) {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      Fault.ofOneServer()
          .map(fault -> CompletableFuture.runAsync(() -> ofAServer(fault), threads))
          .toList()
          .forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }
  }

  private void ofAServer(Fault fault) {
    try (FaultyServer server = new FaultyServer()) {
      server.does(fault);
      one(fault, leadingTo("127.0.0.1", server.port(), fault));
      assertThat(server.taken())
          .as("bytes of a huge answer that were taken")
          .allSatisfy((request, bytes) -> assertThat(bytes).isLessThan(ENOUGH_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void refused() {
    one(Fault.REFUSED, OutsideCalls.leadingTo("127.0.0.1", Ports.nobodys(), "http", LONG));
  }

  void nameIsUnknown() {
    one(Fault.DNS, OutsideCalls.leadingTo("nowhere.invalid", 80, "http", LONG));
  }

  void noTls() throws Exception {
    try (FaultyServer server = new FaultyServer()) {
      server.does(Fault.WRONG);
      one(Fault.TLS, OutsideCalls.leadingTo("127.0.0.1", server.port(), "https", timeout));
    }
  }

  /** Who speaks another protocol waits for the first word of a server of HTTP, whatever it does. */
  private ApplicationContextRunner leadingTo(String host, int port, Fault fault) {
    Duration ofHttp = fault.isSilent() ? timeout : LONG;
    return OutsideCalls.leadingTo(host, port, "http", ofHttp, timeout);
  }

  private void one(Fault fault, ApplicationContextRunner application) {
    application.run(context -> all(fault, context));
  }

  private void all(Fault fault, ApplicationContext context) {
    Map<String, String> wrong = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<CompletableFuture<Void>> calls =
          OutsideCalls.names().stream()
              .map(
                  it ->
                      CompletableFuture.runAsync(() -> one(it, fault, context, wrong), threads)
                          .orTimeout(declared.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
                          .exceptionally(late -> neverEnds(it, wrong)))
              .toList();
      calls.forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }
    assertThat(wrong).as("%s", fault).isEmpty();
  }

  private Void neverEnds(String call, Map<String, String> wrong) {
    wrong.put(call, "does not end, long after " + declared);
    return null;
  }

  private void one(
      String call, Fault fault, ApplicationContext context, Map<String, String> wrong) {
    long begun = System.nanoTime();
    try {
      String said = OutsideCalls.make(call, context);
      if (said == null) {
        wrong.put(call, "took it for an answer");
      } else {
        missing(call, fault, said).ifPresent(it -> wrong.put(call, it + said));
      }
    } catch (RuntimeException e) {
      wrong.put(call, "threw " + e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    if (took.compareTo(declared) > 0) {
      wrong.put(call, "took " + took);
    }
  }

  /** What a person who reads it would have to find out. */
  private Optional<String> missing(String call, Fault fault, String said) {
    if (!OutsideCalls.isNamed(call, said)) {
      return Optional.of("does not say who was asked: ");
    }
    if (!OutsideCalls.seenBy(call, fault).isIn(said)) {
      return Optional.of("does not say what happened: ");
    }
    return OutsideCalls.saysWhatToDo(said)
        ? Optional.empty()
        : Optional.of("does not say what to do: ");
  }
}
