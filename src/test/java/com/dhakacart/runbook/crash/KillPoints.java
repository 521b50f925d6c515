package com.dhakacart.runbook.crash;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/**
 * Where a process is to be killed. Whoever comes first to a point that nobody has reached waits
 * there until the process is dead, so that many incidents, each at another step, share one kill.
 */
class KillPoints {

  private final Set<String> wanted;
  private final Map<String, Integer> reached = new LinkedHashMap<>();
  private CountDownLatch dead = new CountDownLatch(0);
  private boolean armed;
  private int most;
  private int parked;
  private int round;

  KillPoints(Collection<String> wanted) {
    this.wanted = new TreeSet<>(wanted);
  }

  /**
   * Holds up who comes from now on, and whoever waits already stays.
   *
   * @param most how many may wait at once: each holds a thread of the process
   */
  synchronized void arm(int most) {
    this.most = most;
    if (!armed) {
      this.parked = 0;
      this.armed = true;
      this.dead = new CountDownLatch(1);
    }
  }

  /** Again, though it was reached before. */
  synchronized void want(String point) {
    wanted.add(point);
    reached.remove(point);
  }

  /** Nobody waits there. */
  synchronized void leaveOut(String point) {
    wanted.remove(point);
  }

  /** The process is dead: nobody waits any more, and nothing is passed on. */
  synchronized void released() {
    armed = false;
    round++;
    dead.countDown();
  }

  /** Whether whoever comes to this point is to wait there; he is counted as waiting from now on. */
  synchronized boolean take(String point) {
    boolean free = armed && parked < most && wanted.contains(point) && !reached.containsKey(point);
    if (free) {
      reached.put(point, round);
      parked++;
    }
    return free;
  }

  void park() {
    CountDownLatch until;
    synchronized (this) {
      until = dead;
    }
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits where nobody did. */
  void at(String point) {
    if (take(point)) {
      park();
    }
  }

  /** How often it was killed so far. */
  synchronized int round() {
    return round;
  }

  synchronized int parked() {
    return parked;
  }

  synchronized Set<String> missing() {
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(reached.keySet());
    return missing;
  }

  synchronized Map<String, Integer> reached() {
    return Map.copyOf(reached);
  }
}
