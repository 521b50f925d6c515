package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.springframework.stereotype.Component;

/** Which groups somebody is in now. */
@Component
class People {

  private static final Set<String> OF_THE_CONTRACT =
      Stream.of(TeamGroup.values()).map(TeamGroup::id).collect(Collectors.toUnmodifiableSet());

  private static final String NO_USER = "";
  private static final String GROUPS = People.class.getName() + ".groups.";

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
    boolean ofEngine = isUserOfEngine(person.id());
    return person.isOfEngine() ? ofEngine : !ofEngine || settings.mayBeLocalUsers();
  }

  /** Whether the password that they logged in with is theirs still. */
  boolean hasPasswordOf(Person person) {
    return !person.isOfEngine() || person.passwordMark().equals(passwordMark(person.id()));
  }

  /** Another after each change of the user's password, and nothing to guess it by. */
  String passwordMark(String user) {
    return identities.createUserQuery().userId(user).singleResult() instanceof UserEntity known
        ? Sha256.hex(known.getSalt() + known.getPassword())
        : NO_USER;
  }

  boolean isUserOfEngine(String name) {
    return identities.createUserQuery().userId(name).count() > 0;
  }

  /**
   * The same as {@link #groups(Person)}, looked up once a request: the table, the engine and the
   * webapps ask.
   */
  @SuppressWarnings("unchecked")
  Set<String> groups(Person person, HttpServletRequest request) {
    String kept = GROUPS + person.id();
    if (request.getAttribute(kept) == null) {
      request.setAttribute(kept, groups(person));
    }
    return (Set<String>) request.getAttribute(kept);
  }

  /** Empty for somebody who is in none, or who is known no longer. */
  Set<String> groups(Person person) {
    if (person.isOfEngine()) {
      return groupsOfEngine(person.id());
    }
    if (!isUserOfEngine(person.id())) {
      return ofTheContract(person.claimedGroups().stream());
    }
    return settings.mayBeLocalUsers() ? ofTheContract(groups(person.id())) : Set.of();
  }

  /** Of a user of the engine. */
  Set<String> groupsOfEngine(String user) {
    return groups(user).collect(Collectors.toUnmodifiableSet());
  }

  private Stream<String> groups(String user) {
    return identities.createGroupQuery().groupMember(user).list().stream().map(Group::getId);
  }

  /** What a provider says makes nobody an administrator. */
  private static Set<String> ofTheContract(Stream<String> groups) {
    return groups.filter(OF_THE_CONTRACT::contains).collect(Collectors.toUnmodifiableSet());
  }
}
