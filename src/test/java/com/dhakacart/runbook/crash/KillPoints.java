package com.dhakacart.runbook.crash;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/**
 * Where a process is to be killed. Whoever comes first to a point that nobody has reached waits
 * there until the process is dead, so that many incidents, each at another step, share one kill.
 */
class KillPoints {

  /**
   * From an effect outside until it is noted, on a machine that is busy with other things; a page
   * whose second way is silent is noted when that has had its time, of 10 s in the soak. More would
   * excuse whatever comes again after a kill: half a minute is all that a process lives here.
   */
  private static final Duration NOTED_WITHIN = Duration.ofSeconds(10);

  /** Until what a process sent before it was killed has arrived. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

  /** While a process was dead, hung, or was cut off from its database. */
  private record Absence(Instant from, Instant until) {}

  private final Clock clock;
  private final Set<String> wanted;
  private final Map<String, Instant> reached = new LinkedHashMap<>();
  private final List<Absence> absences = new ArrayList<>();
  private CountDownLatch dead = new CountDownLatch(0);
  private boolean armed;
  private int most;
  private int parked;
  private Instant goneSince;

  KillPoints(Collection<String> wanted) {
    this(wanted, Clock.systemUTC());
  }

  KillPoints(Collection<String> wanted, Clock clock) {
    this.clock = clock;
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

  /** A process hangs or is cut off from its database, until {@link #released}. */
  synchronized void gone() {
    goneSince = clock.instant();
  }

  /** The process is dead: nobody waits any more, and nothing is passed on. */
  synchronized void released() {
    Instant now = clock.instant();
    absences.add(new Absence(goneSince == null ? now : goneSince, now));
    goneSince = null;
    armed = false;
    dead.countDown();
  }

  /** By the clock of the absences. */
  Instant now() {
    return clock.instant();
  }

  /** Whether a process went between the two, and so early that it may not have noted the first. */
  synchronized boolean mayBeForgotten(Instant done, Instant again) {
    return absences.stream()
        .anyMatch(
            it ->
                done.isAfter(it.from().minus(NOTED_WITHIN))
                    && done.isBefore(it.until().plus(ON_ITS_WAY))
                    && again.isAfter(it.from()));
  }

  /** Whether somebody began to wait at this point before what was done then was noted. */
  synchronized boolean isHeldUp(String point, Instant done) {
    Instant since = reached.get(point);
    return since != null && !since.isBefore(done) && since.isBefore(done.plus(NOTED_WITHIN));
  }

  /** Whether whoever comes to this point is to wait there; he is counted as waiting from now on. */
  synchronized boolean take(String point) {
    boolean free = armed && parked < most && wanted.contains(point) && !reached.containsKey(point);
    if (free) {
      reached.put(point, clock.instant());
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
    return absences.size();
  }

  synchronized int parked() {
    return parked;
  }

  synchronized Set<String> missing() {
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(reached.keySet());
    return missing;
  }

  synchronized Set<String> reached() {
    return Set.copyOf(reached.keySet());
  }
}
