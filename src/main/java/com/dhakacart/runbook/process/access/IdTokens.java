package com.dhakacart.runbook.process.access;

import org.springframework.boot.autoconfigure.security.oauth2.client.ConditionalOnOAuth2ClientRegistrationProperties;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.stereotype.Component;

/**
 * Reads who somebody is from what a provider has signed. The standard holds its issuer against
 * {@code issuer-uri}, and against nothing where that is not set: one set of keys may sign for
 * several tenants, and another's people are not ours.
 */
@Component
@ConditionalOnOAuth2ClientRegistrationProperties
class IdTokens implements JwtDecoderFactory<ClientRegistration> {

  private final OidcIdTokenDecoderFactory standard = new OidcIdTokenDecoderFactory();

  IdTokens(OidcSettings settings) {
    standard.setJwtValidatorFactory(provider -> validator(provider, settings.issuer()));
  }

  /**
   * @throws IllegalStateException when nothing says who has to have issued it
   */
  static OAuth2TokenValidator<Jwt> validator(ClientRegistration provider, String issuer) {
    OAuth2TokenValidator<Jwt> standard =
        new DelegatingOAuth2TokenValidator<>(
            new JwtTimestampValidator(), new OidcIdTokenValidator(provider));
    if (!issuer.isBlank()) {
      return new DelegatingOAuth2TokenValidator<>(standard, new JwtIssuerValidator(issuer));
    }
    if (provider.getProviderDetails().getIssuerUri() == null) {
      throw new IllegalStateException(
          "Nothing says who has to have issued what the provider of %s signs; set runbook.oidc.issuer, or its issuer-uri"
              .formatted(provider.getRegistrationId()));
    }
    return standard;
  }

  @Override
  public JwtDecoder createDecoder(ClientRegistration provider) {
    return standard.createDecoder(provider);
  }
}
