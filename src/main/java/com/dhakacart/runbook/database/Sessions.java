package com.dhakacart.runbook.database;

import com.dhakacart.runbook.incident.DatabaseActivity.Blocker;
import com.dhakacart.runbook.incident.DatabaseActivity.SessionGroup;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sessions of one moment, and who of them waits for whom. */
final class Sessions {

  /** Locks are waited for all the time; a wait this short says nothing. */
  private static final double A_MOMENT_SECONDS = 2;

  private final List<Session> all;
  private final Set<Integer> ofBackend;

  Sessions(List<Session> all, BackendSessions backend) {
    this.all = all;
    this.ofBackend =
        all.stream().filter(backend::owns).map(Session::pid).collect(Collectors.toSet());
  }

  /** Connections of clients, each of which takes a slot. */
  int slotsUsed() {
    return (int) all.stream().filter(Session::client).count();
  }

  /** Most first. */
  List<SessionGroup> groups() {
    return all.stream()
        .filter(Session::client)
        .collect(
            Collectors.groupingBy(
                it -> new SessionGroup(ofBackend.contains(it.pid()), it.state(), it.waitsFor(), 0),
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(
            it ->
                new SessionGroup(
                    it.getKey().ofBackend(),
                    it.getKey().state(),
                    it.getKey().waitsFor(),
                    it.getValue().intValue()))
        .sorted(
            Comparator.comparingInt(SessionGroup::count)
                .reversed()
                .thenComparing(SessionGroup::toString))
        .toList();
  }

  /** Those that most of the backend's sessions wait for first. */
  List<Blocker> blockers() {
    Map<Integer, Session> byPid =
        all.stream().collect(Collectors.toMap(Session::pid, Function.identity(), (a, b) -> a));
    return all.stream()
        .flatMap(it -> it.waitsForPids().stream())
        .distinct()
        .map(pid -> blocker(pid, byPid.get(pid)))
        .filter(it -> it.blocksOfBackend() > 0)
        .sorted(
            Comparator.comparingInt(Blocker::blocksOfBackend)
                .reversed()
                .thenComparing(Blocker::session))
        .toList();
  }

  /**
   * @param holder null for a prepared transaction, which is no session, and for one that has just
   *     ended
   */
  private Blocker blocker(int pid, Session holder) {
    List<Session> behind =
        waitingFor(pid).stream().filter(it -> ofBackend.contains(it.pid())).toList();
    return new Blocker(
        holder == null
            ? pid == 0 ? "a prepared transaction (pg_prepared_xacts)" : "pid " + pid
            : holder.words(),
        ofBackend.contains(pid),
        holder == null ? null : holder.state(),
        behind.size(),
        behind.stream().mapToDouble(Session::waitSeconds).max().orElse(0),
        holder == null ? null : holder.transactionSeconds());
  }

  /** Directly, or behind one that does. */
  private Set<Session> waitingFor(int pid) {
    Set<Session> waiting = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(pid));
    while (!open.isEmpty()) {
      int before = open.pop();
      for (Session one : all) {
        if (one.pid() != pid && one.waitsForPids().contains(before) && waiting.add(one)) {
          open.push(one.pid());
        }
      }
    }
    return waiting;
  }

  /**
   * The backend's sessions that show a wait for a lock, and nobody holds it: it was granted, and
   * their processes did not notice.
   */
  int frozen() {
    return (int)
        all.stream()
            .filter(it -> ofBackend.contains(it.pid()))
            .filter(it -> it.waitsForLock() && it.waitsForPids().isEmpty())
            .filter(it -> it.waitSeconds() >= A_MOMENT_SECONDS)
            .count();
  }
}
