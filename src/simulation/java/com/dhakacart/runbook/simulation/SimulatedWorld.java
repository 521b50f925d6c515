package com.dhakacart.runbook.simulation;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that the product talks to, on the loopback interface: a cluster with DhakaCart's
 * backend in it, customers, Prometheus and Alertmanager, and a switchboard for faults.
 *
 * <pre>{@code
 * try (SimulatedWorld world = SimulatedWorld.start(Pace.test())) {
 *   world.alertmanager().receiver(URI.create("http://127.0.0.1:8080/alerts"));
 *   world.fault(Fault.BAD_RELEASE);
 *   ...
 *   world.heal();
 * }
 * }</pre>
 *
 * <p>A fault is not young when it is fired: the world lives through the last {@link
 * Pace#headStart()} again with the fault in it, so that counters, logs, restarts and ages are those
 * of a fault that has lasted so long, as they are when a real alert fires.
 */
public class SimulatedWorld implements AutoCloseable {

  /** The ports to listen on; 0 for any free one. */
  public record Ports(int faults, int apiServer, int prometheus) {

    public static Ports any() {
      return new Ports(0, 0, 0);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(SimulatedWorld.class);
  private static final Duration PAST = Duration.ofMinutes(75);
  private static final Duration QUIET = Duration.ofHours(2);
  private static final Duration STEP = Duration.ofMillis(500);

  private final Pace pace;
  private final WorldClock clock = new WorldClock();
  private final TrafficHistory history = new TrafficHistory();
  private final SimulatedCluster cluster;
  private final Customers customers;
  private final SimulatedAlertmanager alertmanager;
  private final SimulatedPrometheus prometheus;
  private final LoopbackServer faults;
  private final ScheduledExecutorService ticker;
  private volatile ActiveFault active;
  private volatile Instant thereSince = Instant.MAX;

  private SimulatedWorld(Ports ports, Pace pace) {
    this.pace = pace;
    cluster = new SimulatedCluster(ports.apiServer, pace, clock, () -> Optional.ofNullable(active));
    customers = new Customers(cluster.kubelet(), history);
    customers.turnBackTo(clock.now().minus(PAST));
    customers.visitUntil(clock.now());
    alertmanager = new SimulatedAlertmanager(history, pace);
    prometheus =
        new SimulatedPrometheus(ports.prometheus, history, cluster.kubelet(), alertmanager::alerts);
    faults = new LoopbackServer("switchboard", ports.faults, new FaultsEndpoint(this));
    ticker =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "simulated-world");
              thread.setDaemon(true);
              return thread;
            });
    ticker.scheduleWithFixedDelay(this::tick, 0, pace.tick().toMillis(), TimeUnit.MILLISECONDS);
  }

  public static SimulatedWorld start(Pace pace) {
    return start(Ports.any(), pace);
  }

  public static SimulatedWorld start(Ports ports, Pace pace) {
    return new SimulatedWorld(ports, pace);
  }

  public SimulatedCluster cluster() {
    return cluster;
  }

  public SimulatedPrometheus prometheus() {
    return prometheus;
  }

  public SimulatedAlertmanager alertmanager() {
    return alertmanager;
  }

  /** Where {@code /faults} is. */
  public URI faultsUri() {
    return faults.uri();
  }

  public Optional<Fault> activeFault() {
    return Optional.ofNullable(active).map(ActiveFault::fault);
  }

  /** How many requests customers send in a second; 20 when nothing is said. */
  public void customersPerSecond(int requests) {
    customers.perSecond(requests);
  }

  /**
   * Breaks the world. A fault that is there already is healed first, and all that happened so far
   * lies two hours back then, so that one fault does not colour the next.
   */
  public void fault(Fault fault) {
    synchronized (cluster.lock()) {
      heal();
      Instant now = clock.now();
      haveQuietHours(now);
      Instant began = now.minus(pace.headStart());
      customers.turnBackTo(began);
      thereSince = Instant.MAX;
      active = new ActiveFault(fault, began, cluster.kubelet().backends().get(0).facts());
      clock.at(began, () -> cluster.edit(fault::release));
      for (Instant then = began; then.isBefore(now); then = then.plus(STEP)) {
        clock.at(then, this::live);
      }
      thereSince = clock.now(); // what was before took its time
      log.info("{} is there: {}", fault, fault.description());
    }
  }

  /** The fault that is there hits the pods that started meanwhile, too: as a held lock does. */
  public void hitNewPodsToo() {
    synchronized (cluster.lock()) {
      if (active != null) {
        active = new ActiveFault(active.fault(), clock.now(), active.before());
      }
    }
  }

  /**
   * Heals, and gives DhakaCart back the release, replicas, limits and autoscaler that it has at
   * first, whoever changed them.
   */
  public void tidyUp() {
    synchronized (cluster.lock()) {
      heal();
      cluster.restore();
    }
  }

  /**
   * Takes the fault away, as somebody outside does: what is away comes back, a bad release is
   * replaced by the good one. What else was changed meanwhile stays as it is.
   */
  public void heal() {
    synchronized (cluster.lock()) {
      ActiveFault gone = active;
      if (gone != null) {
        active = null;
        cluster.edit(deployment -> gone.fault().takeBack(deployment, gone));
        log.info("{} was healed from outside", gone.fault());
      }
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    faults.close();
    alertmanager.close();
    prometheus.close();
    cluster.close();
  }

  private void haveQuietHours(Instant now) {
    cluster.age(QUIET);
    cluster.settle(now.minus(QUIET.dividedBy(2)));
    customers.turnBackTo(now.minus(PAST));
    customers.visitUntil(now);
    alertmanager.evaluate(now, false);
  }

  private void tick() {
    try {
      synchronized (cluster.lock()) {
        live();
      }
      ActiveFault now = active;
      boolean falseAlarm = now != null && now.fault() == Fault.FALSE_ALARM;
      alertmanager.evaluate(clock.now(), falseAlarm);
      if (falseAlarm && clock.now().minus(pace.falseAlarmLasts()).isAfter(thereSince)) {
        heal();
      }
    } catch (RuntimeException e) {
      // The ticker would stop without a word.
      log.error("The simulated world stumbled", e);
    }
  }

  private void live() {
    cluster.step();
    customers.visitUntil(clock.now());
  }
}
