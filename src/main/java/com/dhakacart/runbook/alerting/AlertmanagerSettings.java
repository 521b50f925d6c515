package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.settings.HeaderText;
import com.dhakacart.runbook.settings.HttpAddress;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code runbook.alertmanager.*}: the Alertmanager whose webhook this is.
 *
 * @param url where it is asked what fires, without {@code /api/v2}; null where it is not asked, and
 *     an alert that is lost on the way is lost. Before 0.28 it does not say which alerts a time
 *     interval of the route mutes: where there is one, it must not be asked
 * @param token sent as {@code Authorization: Bearer}; absent when none is asked for
 * @param receiver as its configuration calls the webhook that leads here
 * @param askEvery pause between two questions; asked at the start, too
 * @param deliveredWithin how long a notification may take that is on its way: longer than the
 *     {@code group_interval} of its route, for which Alertmanager keeps back what joins a group
 * @param timeout until it has answered
 */
@Validated
@ConfigurationProperties("runbook.alertmanager")
record AlertmanagerSettings(
    URI url,
    String token,
    @NotBlank @DefaultValue("runbook") String receiver,
    @NotNull @DurationMin(millis = 1) @DefaultValue("5m") Duration askEvery,
    @NotNull @DurationMin(millis = 1) @DefaultValue("6m") Duration deliveredWithin,
    @NotNull @DurationMin(millis = 1) @DefaultValue("10s") Duration timeout) {

  AlertmanagerSettings {
    HttpAddress.mustBe(
        "runbook.alertmanager.url", url, "a token is set as runbook.alertmanager.token");
    token = HeaderText.of("runbook.alertmanager.token", token);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "AlertmanagerSettings[url=%s, receiver=%s, askEvery=%s]"
        .formatted(url, receiver, askEvery);
  }
}
