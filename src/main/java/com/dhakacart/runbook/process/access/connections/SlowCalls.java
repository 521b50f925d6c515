package com.dhakacart.runbook.process.access.connections;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Cuts off callers who hold a thread by sending or reading slowly. The more threads they hold, the
 * less time they get.
 */
class SlowCalls implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(SlowCalls.class);
  private static final long LOOK_EVERY_MILLIS = 100;

  private final ConnectionSettings settings;
  private final Counter cutOff;
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          look -> {
            Thread thread = new Thread(look, "slow-calls");
            thread.setDaemon(true);
            return thread;
          });

  SlowCalls(ConnectionSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.cutOff =
        Counter.builder("runbook.connections.cut.off")
            .description("Requests whose caller sent or read too slowly")
            .register(meters);
    watch.scheduleWithFixedDelay(
        this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  Call begin(OpenConnections connections, Request request) {
    Call call = new Call(connections, request, settings);
    calls.add(call);
    return call;
  }

  void end(Call call) {
    calls.remove(call);
    call.isOver();
    if (call.isCutOff()) {
      cutOff.increment();
    }
  }

  private void look() {
    try {
      long now = System.nanoTime();
      boolean crowded = 2 * calls.stream().filter(Call::waits).count() >= threads();
      calls.forEach(it -> it.judge(now, crowded));
    } catch (RuntimeException e) {
      // thrown, it would end the watch for good
      log.error("Slow callers could not be looked at; it is tried again at once", e);
    }
  }

  private int threads() {
    return calls.stream().mapToInt(Call::threads).max().orElse(Integer.MAX_VALUE);
  }

  @Override
  public void destroy() {
    watch.shutdownNow();
  }
}
