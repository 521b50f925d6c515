package com.dhakacart.runbook.oncall;

import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.incident.Timeouts;
import com.dhakacart.runbook.settings.HeaderText;
import com.dhakacart.runbook.settings.HttpAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.validation.annotation.Validated;

/**
 * How people are reached. Mail goes out only where {@code spring.mail.host} is set.
 *
 * @param from sender of the mails
 * @param timeout for each webhook
 * @param mailTimeout for each mail, from the connection to the server's last answer
 * @param retryEvery pause until the process sends again what nobody took
 */
@Validated
@ConfigurationProperties("runbook.oncall")
record OnCallSettings(
    @DefaultValue("runbook@dhakacart.com") @NotBlank @Email String from,
    @DefaultValue("10s") @DurationMin(millis = 1) Duration timeout,
    @DefaultValue("20s") @DurationMin(millis = 1) Duration mailTimeout,
    @NotNull @DefaultValue("30s") @DurationMin(millis = 1) Duration retryEvery,
    @DefaultValue @Valid Teams teams,
    @DefaultValue @Valid TicketSystem tickets)
    implements Timeouts {

  @Override
  public Map<String, Duration> timeouts() {
    return Map.of("runbook.oncall.timeout", timeout, "runbook.oncall.mail-timeout", mailTimeout);
  }

  Contact contact(Team team) {
    return switch (team) {
      case ON_CALL -> teams.onCall();
      case SENIOR_ENGINEER -> teams.seniorEngineer();
      case DATABASE_TEAM -> teams.databaseTeam();
      case INFRASTRUCTURE_TEAM -> teams.infrastructureTeam();
    };
  }

  /** The setting of its webhook's address. */
  static String webhookOf(Team team) {
    String name = team.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return "runbook.oncall.teams.%s.webhook-url".formatted(name);
  }

  /** The runbook's "Contact Information"; each part of it can be set alone. */
  record Teams(
      @DefaultValue @Valid Contact onCall,
      @DefaultValue @Valid Contact seniorEngineer,
      @DefaultValue @Valid Contact databaseTeam,
      @DefaultValue @Valid Contact infrastructureTeam) {

    Teams {
      onCall = onCall.orMail("oncall@dhakacart.com");
      seniorEngineer = seniorEngineer.orPhone("+880-XXX-XXXX");
      databaseTeam = databaseTeam.orMail("db-team@dhakacart.com");
      infrastructureTeam = infrastructureTeam.orMail("infra@dhakacart.com");
    }
  }

  /**
   * One team's ways; an empty text switches off what has a default.
   *
   * @param phone shown to people, never dialled
   * @param webhookUrl a paging service that takes events as PagerDuty's Events API v2 does
   * @param webhookToken sent as {@code Authorization: Bearer}; absent when none is asked for
   * @param webhookRoutingKey the service's key in the paging service; absent when none is asked for
   */
  record Contact(
      @Email String mail,
      String phone,
      URI webhookUrl,
      String webhookToken,
      String webhookRoutingKey) {

    Contact {
      HttpAddress.mustBe(
          "runbook.oncall.teams.*.webhook-url", webhookUrl, "a token is set as its webhook-token");
      webhookToken = HeaderText.of("runbook.oncall.teams.*.webhook-token", webhookToken);
    }

    Contact orMail(String address) {
      return mail != null
          ? this
          : new Contact(address, phone, webhookUrl, webhookToken, webhookRoutingKey);
    }

    Contact orPhone(String number) {
      return phone != null
          ? this
          : new Contact(mail, number, webhookUrl, webhookToken, webhookRoutingKey);
    }

    boolean hasMail() {
      return StringUtils.hasText(mail);
    }

    boolean hasPhone() {
      return StringUtils.hasText(phone);
    }

    boolean hasWebhook() {
      return webhookUrl != null;
    }

    /** Without the secrets; a webhook's address may be one. */
    @Override
    public String toString() {
      return "Contact[mail=%s, phone=%s]".formatted(mail, phone);
    }
  }

  /**
   * The incident management system.
   *
   * @param url takes a JSON object by POST; absent or empty when there is none
   * @param token sent as {@code Authorization: Bearer}; absent when none is asked for
   */
  record TicketSystem(URI url, String token) {

    TicketSystem {
      HttpAddress.mustBe(
          "runbook.oncall.tickets.url", url, "a token is set as runbook.oncall.tickets.token");
      token = HeaderText.of("runbook.oncall.tickets.token", token);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
      return "TicketSystem[configured=%s]".formatted(url != null);
    }
  }
}
