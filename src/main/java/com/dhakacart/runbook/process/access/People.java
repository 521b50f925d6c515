package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.Groups;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.springframework.stereotype.Component;

/** Which groups somebody is in now. */
@Component
class People {

  private static final Set<String> OF_THE_CONTRACT =
      Set.of(
          Groups.ON_CALL,
          Groups.SENIOR_ENGINEERS,
          Groups.DATABASE_TEAM,
          Groups.INFRASTRUCTURE_TEAM);

  private final IdentityService identities;

  People(IdentityService identities) {
    this.identities = identities;
  }

  /** Whether somebody is still known: a user of the engine may have been deleted since. */
  boolean knows(Person person) {
    return !person.isOfEngine() || identities.createUserQuery().userId(person.id()).count() > 0;
  }

  /** Empty for somebody who is in none, or whom the engine knows no longer. */
  Set<String> groups(Person person) {
    return person.isOfEngine() ? groups(person.id()) : claimed(person);
  }

  private Set<String> groups(String user) {
    return identities.createGroupQuery().groupMember(user).list().stream()
        .map(Group::getId)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What a provider says makes nobody an administrator. */
  private static Set<String> claimed(Person person) {
    return person.claimedGroups().stream()
        .filter(OF_THE_CONTRACT::contains)
        .collect(Collectors.toUnmodifiableSet());
  }
}
