package com.dhakacart.runbook.process.access;

import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Knows people by the engine's users and their passwords, over HTTP Basic and by form. */
@Component
class EnginePasswords implements AuthenticationProvider {

  private final IdentityService identities;

  EnginePasswords(IdentityService identities) {
    this.identities = identities;
  }

  @Override
  public Authentication authenticate(Authentication claimed) {
    String user = claimed.getName();
    String password = String.valueOf(claimed.getCredentials());
    if (user.isEmpty() || password.isEmpty() || !identities.checkPassword(user, password)) {
      throw new BadCredentialsException("Nobody is known by this name and password");
    }
    return UsernamePasswordAuthenticationToken.authenticated(
        Person.ofEngine(user), null, List.of());
  }

  @Override
  public boolean supports(Class<?> kind) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
  }
}
