package com.dhakacart.runbook.process.access;

import java.io.Serializable;
import java.security.Principal;
import java.util.Set;

/**
 * Somebody who is logged in. What such a person may is looked up for each request, so that a
 * membership that was taken away is gone at once.
 *
 * @param id as the engine and every report name them
 * @param claimedGroups what an identity provider says of somebody whom the engine's tables do not
 *     know; null for a user of the engine
 * @param passwordMark of the password that they logged in with ({@link People#passwordMark}); null
 *     for whom a provider knows
 */
record Person(String id, Set<String> claimedGroups, String passwordMark)
    implements Principal, Serializable {

  static Person ofEngine(String id, String passwordMark) {
    return new Person(id, null, passwordMark);
  }

  static Person ofProvider(String id, Set<String> groups) {
    return new Person(id, Set.copyOf(groups), null);
  }

  boolean isOfEngine() {
    return claimedGroups == null;
  }

  @Override
  public String getName() {
    return id;
  }
}
