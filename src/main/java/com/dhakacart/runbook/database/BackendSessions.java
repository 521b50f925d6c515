package com.dhakacart.runbook.database;

import com.dhakacart.runbook.database.DatabaseSettings.Backend;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which sessions are the backend's own. */
final class BackendSessions {

  private final String recognizedBy;
  private final Predicate<Session> owned;

  private BackendSessions(String recognizedBy, Predicate<Session> owned) {
    this.recognizedBy = recognizedBy;
    this.owned = owned;
  }

  /**
   * @param sessions all but our own
   */
  static BackendSessions of(Backend settings, Set<String> podAddresses, List<Session> sessions) {
    if (settings.isSet()) {
      return new BackendSessions("the settings", it -> matches(settings, it));
    }
    if (sessions.stream().anyMatch(it -> podAddresses.contains(it.address()))) {
      return new BackendSessions(
          "the addresses of its pods", it -> podAddresses.contains(it.address()));
    }
    return sessions.stream()
        .filter(Session::client)
        .map(BackendSessions::account)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .max(
            Comparator.<Map.Entry<List<String>, Long>>comparingLong(Map.Entry::getValue)
                .thenComparing(it -> it.getKey().toString()))
        .map(
            most ->
                new BackendSessions(
                    "the user and application of most sessions (no pod's address is among them)",
                    it -> it.client() && account(it).equals(most.getKey())))
        .orElse(new BackendSessions("nothing: there is no other session", it -> false));
  }

  boolean owns(Session session) {
    return owned.test(session);
  }

  String recognizedBy() {
    return recognizedBy;
  }

  private static List<String> account(Session session) {
    return List.of(
        Objects.toString(session.user(), ""), Objects.toString(session.application(), ""));
  }

  private static boolean matches(Backend settings, Session session) {
    return session.client()
        && allows(settings.applicationNames(), session.application())
        && allows(settings.usernames(), session.user())
        && allows(settings.addresses(), session.address());
  }

  private static boolean allows(Set<String> wanted, String value) {
    return wanted.isEmpty() || (value != null && wanted.contains(value));
  }
}
