package com.dhakacart.runbook.process.access;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;

/** Reads who somebody is from what an OpenID Connect provider claims of them. */
@Component
class ProviderPeople {

  private static final Pattern ID = Pattern.compile(EngineNames.USER);

  private final OidcSettings settings;
  private final IdentityService identities;

  ProviderPeople(OidcSettings settings, IdentityService identities) {
    this.settings = settings;
    this.identities = identities;
  }

  /**
   * @param claims of the id token and of the provider's user info
   * @throws NotLetIn when the id is missing, none that the engine takes, or that of a user of the
   *     engine, unless the settings allow that
   */
  Person person(Map<String, Object> claims) {
    String id = id(claims);
    Optional<String> local = localUser(id);
    if (local.isPresent() && !settings.mayBeLocalUsers()) {
      throw new NotLetIn(
          "%s is a user of the runbook itself, and whom your provider calls so may be somebody else; log in with the runbook's password, or have an administrator set runbook.oidc.may-be-local-users"
              .formatted(local.get()));
    }
    return Person.ofProvider(local.orElse(id), groups(claim(settings.groupsClaim(), claims)));
  }

  /** By its whole name, which may hold dots, or claim within claim. */
  private static Object claim(String name, Object in) {
    if (!(in instanceof Map<?, ?> claims)) {
      return null;
    }
    int dot = name.indexOf('.');
    return claims.containsKey(name) || dot < 0
        ? claims.get(name)
        : claim(name.substring(dot + 1), claims.get(name.substring(0, dot)));
  }

  /** In small letters: a provider that repeats what was typed must not make one person two. */
  private String id(Map<String, Object> claims) {
    if (!(claims.get(settings.userClaim()) instanceof String claimed)) {
      throw new NotLetIn(
          "Your provider does not say who you are: the claim %s is missing; have an administrator look at runbook.oidc.user-claim and at the scopes that are asked for"
              .formatted(settings.userClaim()));
    }
    if (!ID.matcher(claimed).matches()) {
      throw new NotLetIn(
          "What your provider calls you in the claim %s cannot be a user's id: letters, digits and . _ @ - only, 64 at most; have an administrator choose another claim by runbook.oidc.user-claim"
              .formatted(settings.userClaim()));
    }
    String id = claimed.toLowerCase(Locale.ROOT);
    if (EngineUsers.NO_PEOPLE.contains(id)) {
      throw new NotLetIn(
          "%s is what the records call somebody else; have an administrator choose another claim by runbook.oidc.user-claim"
              .formatted(id));
    }
    return id;
  }

  private Optional<String> localUser(String id) {
    return identities.createUserQuery().list().stream()
        .map(User::getId)
        .filter(id::equalsIgnoreCase)
        .findFirst();
  }

  private Set<String> groups(Object claimed) {
    return values(claimed).map(this::group).flatMap(Optional::stream).collect(Collectors.toSet());
  }

  private static Stream<?> values(Object claimed) {
    return claimed instanceof Collection<?> several ? several.stream() : Stream.ofNullable(claimed);
  }

  private Optional<String> group(Object value) {
    if (!settings.groups().isEmpty()) {
      return Optional.ofNullable(settings.groups().get(String.valueOf(value))).map(TeamGroup::id);
    }
    return Stream.of(TeamGroup.values())
        .map(TeamGroup::id)
        .filter(it -> it.equals(value))
        .findAny();
  }
}
