package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.jwt.Jwt;

class IdTokensTest {

  private static final String OURS = "https://login.example.com/ours";

  // The same keys sign for another tenant, whose people logged in here.
  @Test
  void tokenOfAnotherIssuer_isWorthNothing_alsoWhereTheAddressesAreSpelledOut() {
    var validator = IdTokens.validator(spelledOut(null), OURS);

    assertThat(validator.validate(issuedBy(OURS)).hasErrors()).isFalse();
    assertThat(validator.validate(issuedBy("https://login.example.com/theirs")).hasErrors())
        .isTrue();
  }

  @Test
  void issuerOfTheProvider_isEnough() {
    var validator = IdTokens.validator(spelledOut(OURS), "");

    assertThat(validator.validate(issuedBy(OURS)).hasErrors()).isFalse();
    assertThat(validator.validate(issuedBy("https://login.example.com/theirs")).hasErrors())
        .isTrue();
  }

  @Test
  void nothingSaysWhoHasToHaveIssuedIt_startIsRefused() {
    assertThatThrownBy(() -> IdTokens.validator(spelledOut(null), ""))
        .hasMessageContaining("runbook.oidc.issuer");
  }

  private static Jwt issuedBy(String issuer) {
    return Jwt.withTokenValue("token")
        .header("alg", "RS256")
        .issuer(issuer)
        .subject("alice")
        .audience(List.of("runbook"))
        .issuedAt(Instant.now())
        .expiresAt(Instant.now().plusSeconds(60))
        .build();
  }

  private static ClientRegistration spelledOut(String issuer) {
    return ClientRegistration.withRegistrationId("company")
        .clientId("runbook")
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
        .authorizationUri("https://login.example.com/authorize")
        .tokenUri("https://login.example.com/token")
        .issuerUri(issuer)
        .build();
  }
}
