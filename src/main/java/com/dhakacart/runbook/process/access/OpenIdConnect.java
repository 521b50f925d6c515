package com.dhakacart.runbook.process.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import org.springframework.boot.autoconfigure.security.oauth2.client.ConditionalOnOAuth2ClientRegistrationProperties;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.stereotype.Component;

/** People log in by OpenID Connect, where a provider is set, beside the engine's own users. */
@Component
@ConditionalOnOAuth2ClientRegistrationProperties
class OpenIdConnect implements DoorExtension {

  private final ClientRegistrationRepository providers;
  private final ProviderPeople providerPeople;
  private final ProviderSessions sessions;
  private final OwnProfile profile;
  private final Refuser refuser;

  OpenIdConnect(
      ClientRegistrationRepository providers,
      OidcSettings settings,
      ProviderPeople providerPeople,
      People people,
      Refuser refuser,
      Clock clock,
      ObjectMapper json) {
    this.providers = providers;
    this.providerPeople = providerPeople;
    this.sessions = new ProviderSessions(settings, clock);
    this.profile = new OwnProfile(people, json);
    this.refuser = refuser;
    if (providers instanceof Iterable<?> all) {
      // at the start, and not at the first log-in
      all.forEach(it -> IdTokens.validator((ClientRegistration) it, settings.issuer()));
    }
  }

  @Override
  public void extend(HttpSecurity http) throws Exception {
    http.oauth2Login(
            login ->
                login
                    .authorizationEndpoint(it -> it.authorizationRequestResolver(withPkce()))
                    .tokenEndpoint(
                        it -> it.accessTokenResponseClient(ProviderCalls.tokenResponseClient()))
                    .userInfoEndpoint(it -> it.oidcUserService(users()))
                    .authorizedClientRepository(new NoTokensKept())
                    .successHandler(sessions.begin())
                    .failureHandler(new ProviderRefusals(refuser)))
        .addFilterBefore(sessions, SecurityContextHolderFilter.class)
        .addFilterBefore(new WebappsByLogIn(), AuthorizationFilter.class)
        .addFilterAfter(profile, ActingPerson.class);
  }

  /** So that a stolen code opens nothing. */
  private DefaultOAuth2AuthorizationRequestResolver withPkce() {
    DefaultOAuth2AuthorizationRequestResolver requests =
        new DefaultOAuth2AuthorizationRequestResolver(
            providers,
            OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI);
    requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    return requests;
  }

  private OAuth2UserService<OidcUserRequest, OidcUser> users() {
    DefaultOAuth2UserService info = new DefaultOAuth2UserService();
    info.setRestOperations(ProviderCalls.userInfo());
    OidcUserService standard = new OidcUserService();
    standard.setOauth2UserService(info);
    return request -> {
      OidcUser claimed = standard.loadUser(request);
      return new ProviderUser(claimed, providerPeople.person(claimed.getClaims()));
    };
  }
}
