package com.dhakacart.runbook.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.database.DatabaseSettings.Backend;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private static final Backend NOT_SET = new Backend(Set.of(), Set.of(), Set.of());
  private static final Set<String> PODS = Set.of("10.0.0.1", "10.0.0.2");

  @Test
  void sessionFromAPodsAddress_isTheBackends_whateverItsUser() {
    List<Session> sessions =
        List.of(session(1, "shop", "10.0.0.1"), session(2, "shop", "10.9.9.9"));
    BackendSessions backend = BackendSessions.of(NOT_SET, PODS, sessions);
    assertThat(sessions).filteredOn(backend::owns).extracting(Session::pid).containsExactly(1);
    assertThat(backend.recognizedBy()).isEqualTo("the addresses of its pods");
  }

  @Test
  void noSessionFromAPod_theUserOfMostSessions_isTheBackends_andItIsSaid() {
    List<Session> sessions =
        List.of(
            session(1, "shop", "10.9.9.9"),
            session(2, "shop", "10.9.9.9"),
            session(3, "report", "10.9.9.8"));
    BackendSessions backend = BackendSessions.of(NOT_SET, PODS, sessions);
    assertThat(sessions).filteredOn(backend::owns).extracting(Session::pid).containsExactly(1, 2);
    assertThat(backend.recognizedBy()).contains("most sessions");
  }

  @Test
  void everySettingMustBeTrue_ofTheBackendsSessions() {
    Backend both = new Backend(Set.of(), Set.of("shop"), Set.of("10.0.0.1"));
    List<Session> sessions =
        List.of(
            session(1, "shop", "10.0.0.1"),
            session(2, "shop", "10.9.9.9"),
            session(3, "report", "10.0.0.1"));
    assertThat(sessions)
        .filteredOn(BackendSessions.of(both, PODS, sessions)::owns)
        .extracting(Session::pid)
        .containsExactly(1);
  }

  @Test
  void chainOfWaits_countsForEachWhoStandsBefore() {
    Sessions sessions =
        sessions(
            session(1, "report", "10.9.9.9"), waiting(2, 8, 1), waiting(3, 6, 2), waiting(4, 5, 3));
    assertThat(sessions.blockers())
        .extracting(it -> it.session().substring(0, 5), it -> it.blocksOfBackend())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("pid 1", 3),
            org.assertj.core.groups.Tuple.tuple("pid 2", 2),
            org.assertj.core.groups.Tuple.tuple("pid 3", 1));
    assertThat(sessions.blockers().get(0).longestWaitSeconds()).isEqualTo(8);
  }

  @Test
  void sessionsInACircle_doNotHangIt() {
    assertThat(sessions(waiting(1, 3, 2), waiting(2, 3, 1)).blockers()).hasSize(2);
  }

  @Test
  void preparedTransaction_holdsALock_andIsNobodysSession() {
    assertThat(sessions(waiting(1, 9, 0)).blockers())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.session()).contains("prepared transaction");
              assertThat(it.ofBackend()).isFalse();
            });
  }

  /** As recorded in a real incident: 60 sessions that showed a wait after the lock had ended. */
  @Test
  void waitForALockThatNobodyHolds_isFrozen_unlessItHasJustBegun() {
    assertThat(sessions(waiting(1, 40), waiting(2, 30), waiting(3, 0.1)).frozen()).isEqualTo(2);
  }

  private static Sessions sessions(Session... all) {
    return new Sessions(List.of(all), BackendSessions.of(NOT_SET, PODS, List.of(all)));
  }

  private static Session session(int pid, String user, String address) {
    return new Session(
        pid, true, user, "", address, "idle", "Client ClientRead", 1, null, Set.of());
  }

  private static Session waiting(int pid, double seconds, Integer... behind) {
    return new Session(
        pid, true, "shop", "", "10.0.0.1", "active", "Lock relation", seconds, 9.0, Set.of(behind));
  }
}
