package com.dhakacart.runbook.process.access;

import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** What the provider says of somebody, with whom the runbook takes them for. */
class ProviderUser extends DefaultOidcUser {

  private final Person person;

  ProviderUser(OidcUser claimed, Person person) {
    super(claimed.getAuthorities(), claimed.getIdToken(), claimed.getUserInfo());
    this.person = person;
  }

  Person person() {
    return person;
  }
}
