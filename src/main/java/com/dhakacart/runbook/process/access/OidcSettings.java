package com.dhakacart.runbook.process.access;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How people of an OpenID Connect provider are known here. Which provider is set by {@code
 * spring.security.oauth2.client.*}; without one nothing of this counts.
 *
 * @param issuer who has to have issued what says who somebody is; needed where the provider's
 *     addresses are spelled out, since then nothing else tells several tenants of one provider
 *     apart
 * @param userClaim the claim that is the user's id, as the engine and every report name them
 * @param groupsClaim the claim that lists their groups, with dots where it stands within another
 *     ({@code realm_access.roles}); who has none is in none
 * @param groups which value of that claim is which of our groups; where none is written, the values
 *     are our groups' own names. Any other value counts nothing
 * @param mayBeLocalUsers whether who has the id of a user of the engine is that user, with the
 *     groups that the engine has of them, though never an administrator; otherwise they are refused
 * @param logInAgainAfter the provider is asked again for a person's groups after so long
 */
@Validated
@ConfigurationProperties("runbook.oidc")
record OidcSettings(
    @DefaultValue("") @NotNull String issuer,
    @DefaultValue("preferred_username") @NotBlank String userClaim,
    @DefaultValue("groups") @NotBlank String groupsClaim,
    @DefaultValue Map<String, @NotNull TeamGroup> groups,
    @DefaultValue("false") boolean mayBeLocalUsers,
    @DefaultValue("12h") @NotNull @DurationMin(seconds = 1) Duration logInAgainAfter) {}
