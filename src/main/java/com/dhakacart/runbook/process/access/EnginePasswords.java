package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.access.LogInAttempts.Try;
import java.util.List;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Knows people by the engine's users and their passwords, over HTTP Basic and by form. */
@Component
class EnginePasswords implements AuthenticationProvider {

  private static final Pattern NAME = Pattern.compile(EngineNames.USER);

  private final IdentityService identities;
  private final People people;
  private final LogInAttempts attempts;

  EnginePasswords(IdentityService identities, People people, LogInAttempts attempts) {
    this.identities = identities;
    this.people = people;
    this.attempts = attempts;
  }

  /**
   * @throws TooManyTries without a look at the password, when too many wrong ones came before it
   * @throws WrongPassword when nobody is known by this name and password
   */
  @Override
  public Authentication authenticate(Authentication claimed) {
    String user = claimed.getName();
    String password = String.valueOf(claimed.getCredentials());
    String address =
        claimed.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "";
    Try begun = attempts.begin(address, user);
    begun
        .left()
        .ifPresent(
            left -> {
              throw new TooManyTries(left);
            });
    if (!isName(user) || password.isEmpty() || !identities.checkPassword(user, password)) {
      attempts.failed(address, user);
      throw new WrongPassword(isName(user) && people.isUserOfEngine(user) ? user : null);
    }
    attempts.succeeded(begun);
    return UsernamePasswordAuthenticationToken.authenticated(
        Person.ofEngine(user, people.passwordMark(user)), null, List.of());
  }

  /** Any other is nobody's, and may hold what a database does not take. */
  private static boolean isName(String user) {
    return NAME.matcher(user).matches();
  }

  @Override
  public boolean supports(Class<?> kind) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
  }
}
