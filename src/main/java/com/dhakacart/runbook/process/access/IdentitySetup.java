package com.dhakacart.runbook.process.access;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.camunda.bpm.spring.boot.starter.property.AdminUserProperty;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes groups, their rights, their task lists and the configured users known to the engine, before
 * the first request is taken. Repeats at every start and adds what is missing.
 */
@Component
class IdentitySetup implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(IdentitySetup.class);

  private final ProcessEngine engine;
  private final IdentityService identities;
  private final GroupRights rights;
  private final TaskFilters filters;
  private final IdentitySettings settings;
  private final TransactionTemplate transaction;
  private final ObjectProvider<ClientRegistrationRepository> providers;
  private final AdminUserProperty administrator;

  IdentitySetup(
      ProcessEngine engine,
      IdentityService identities,
      GroupRights rights,
      TaskFilters filters,
      IdentitySettings settings,
      PlatformTransactionManager transactions,
      ObjectProvider<ClientRegistrationRepository> providers,
      CamundaBpmProperties camunda) {
    this.providers = providers;
    this.engine = engine;
    this.identities = identities;
    this.rights = rights;
    this.filters = filters;
    this.settings = settings;
    this.transaction = new TransactionTemplate(transactions);
    this.administrator = camunda.getAdminUser();
  }

  /**
   * @throws IllegalStateException when anyone could do anything: without authorizations, or without
   *     an administrator
   */
  @Override
  public void afterSingletonsInstantiated() {
    requireAuthorizations();
    requireAdministrator();
    liftLocks();
    try {
      transaction.executeWithoutResult(status -> setUp());
    } catch (ProcessEngineException | DataAccessException | TransactionException e) {
      // another node that starts for the first time at this moment was faster; its rows are there
      transaction.executeWithoutResult(status -> setUp());
    }
    nobody().forEach(log::warn);
    keptPassword().ifPresent(log::warn);
  }

  /** Whoever changes the setting may believe that the old one counts no more. */
  private Optional<String> keptPassword() {
    return Optional.ofNullable(administrator)
        .filter(it -> it.getId() != null && it.getPassword() != null)
        .filter(it -> identities.createUserQuery().userId(it.getId()).count() > 0)
        .filter(it -> !identities.checkPassword(it.getId(), it.getPassword()))
        .map(
            it ->
                "The password of %1$s is another one than ADMIN_PASSWORD: a start changes none. Change it in Admin (/camunda/app/admin), or by PUT /engine-rest/user/%1$s/credentials"
                    .formatted(it.getId()));
  }

  /** Who is asked first must be somebody; of a provider's people nobody knows before they come. */
  private List<String> nobody() {
    if (providers.getIfAvailable() != null) {
      return List.of();
    }
    return Stream.of(TeamGroup.values())
        .filter(TeamGroup::operates)
        .filter(it -> identities.createUserQuery().memberOfGroup(it.id()).count() == 0)
        .map(
            it ->
                "Nobody is in the group %s, so nobody decides what it is asked; make people known by runbook.identity.users, in Admin (/camunda/app/admin), or by an OpenID Connect provider"
                    .formatted(it.id()))
        .toList();
  }

  private void requireAuthorizations() {
    if (!engine.getProcessEngineConfiguration().isAuthorizationEnabled()) {
      throw new IllegalStateException(
          "Without authorizations every user may deploy code; set camunda.bpm.authorization.enabled"
              + " to true");
    }
  }

  private void requireAdministrator() {
    if (identities.createUserQuery().memberOfGroup(Groups.CAMUNDA_ADMIN).count() == 0) {
      throw new IllegalStateException(
          "There is no administrator, and whoever opens /camunda first could become one; set"
              + " camunda.bpm.admin-user.id and camunda.bpm.admin-user.password, or in the"
              + " environment ADMIN_USER and ADMIN_PASSWORD");
    }
  }

  /**
   * Of older versions, which let ten wrong passwords lock a user for good. They have no effect any
   * more ({@link EngineUsers}); whoever reads the engine's table must not think so.
   */
  private void liftLocks() {
    identities.createUserQuery().list().stream()
        .filter(it -> it instanceof UserEntity user && user.getLockExpirationTime() != null)
        .map(User::getId)
        .forEach(
            locked -> {
              identities.unlockUser(locked);
              log.info("Lifted the lock that wrong passwords have left on the user {}", locked);
            });
  }

  private void setUp() {
    for (TeamGroup group : TeamGroup.values()) {
      create(group);
      rights.grant(group);
    }
    filters.create();
    settings.users().forEach(this::create);
  }

  private void create(TeamGroup team) {
    if (identities.createGroupQuery().groupId(team.id()).count() > 0) {
      return;
    }
    Group group = identities.newGroup(team.id());
    group.setName(team.title());
    group.setType(Groups.GROUP_TYPE_WORKFLOW);
    identities.saveGroup(group);
  }

  private void create(IdentitySettings.User configured) {
    if (identities.createUserQuery().userId(configured.id()).count() == 0) {
      if (configured.password().isBlank()) {
        throw new IllegalStateException(
            "The user %s of runbook.identity.users is new and has no password; set it, for example from an environment variable"
                .formatted(configured.id()));
      }
      User user = identities.newUser(configured.id());
      user.setFirstName(configured.name().isBlank() ? configured.id() : configured.name());
      user.setLastName(""); // the webapps write "null" for a name that is not set
      user.setPassword(configured.password());
      identities.saveUser(user);
    }
    for (String group : configured.groups()) {
      if (identities.createGroupQuery().groupMember(configured.id()).groupId(group).count() == 0) {
        identities.createMembership(configured.id(), group);
      }
    }
  }
}
