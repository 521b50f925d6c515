package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.Groups;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private final OidcSettings settings;

  People(IdentityService identities, OidcSettings settings) {
    this.identities = identities;
    this.settings = settings;
  }

  /**
   * Whether somebody is still known: a user of the engine may have been deleted since, and one of
   * the id of a provider's person may have been created.
   */
  boolean knows(Person person) {
    boolean ofEngine = isUserOfEngine(person);
    return person.isOfEngine() ? ofEngine : !ofEngine || settings.mayBeLocalUsers();
  }

  boolean isUserOfEngine(Person person) {
    return identities.createUserQuery().userId(person.id()).count() > 0;
  }

  /** Empty for somebody who is in none, or who is known no longer. */
  Set<String> groups(Person person) {
    if (person.isOfEngine()) {
      return groups(person.id()).collect(Collectors.toUnmodifiableSet());
    }
    if (!isUserOfEngine(person)) {
      return ofTheContract(person.claimedGroups().stream());
    }
    return settings.mayBeLocalUsers() ? ofTheContract(groups(person.id())) : Set.of();
  }

  private Stream<String> groups(String user) {
    return identities.createGroupQuery().groupMember(user).list().stream().map(Group::getId);
  }

  /** What a provider says makes nobody an administrator. */
  private static Set<String> ofTheContract(Stream<String> groups) {
    return groups.filter(OF_THE_CONTRACT::contains).collect(Collectors.toUnmodifiableSet());
  }
}
