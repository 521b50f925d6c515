package com.dhakacart.runbook.database;

import com.dhakacart.runbook.incident.Timeouts;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code runbook.database.*}: a read-only connection to the backend's PostgreSQL.
 *
 * @param url JDBC address, such as {@code jdbc:postgresql://postgres:5432/dhakacart}; without it
 *     the database is not asked
 * @param username an account with {@code pg_monitor} and no more; without that role it sees no
 *     other sessions
 * @param connectTimeout until a new connection stands; whole seconds
 * @param queryTimeout until a question is answered
 * @param backend how the backend's own sessions are told from others
 */
@Validated
@ConfigurationProperties("runbook.database")
record DatabaseSettings(
    String url,
    @DefaultValue("") String username,
    @DefaultValue("") String password,
    @NotNull @DefaultValue("3s") @DurationMin(seconds = 1) @DurationMax(seconds = 60)
        Duration connectTimeout,
    @NotNull @DefaultValue("3s") @DurationMin(millis = 100) @DurationMax(seconds = 60)
        Duration queryTimeout,
    @Valid @NotNull @DefaultValue Backend backend)
    implements Timeouts {

  DatabaseSettings {
    url = url == null || url.isBlank() ? null : url;
    if (url != null && !url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "runbook.database.url is an address such as jdbc:postgresql://host:5432/database");
    }
    if (url != null && (url.contains("password=") || url.contains("@"))) {
      throw new IllegalArgumentException(
          "runbook.database.url holds a password; give it as runbook.database.password");
    }
  }

  @Override
  public Map<String, Duration> timeouts() {
    return Map.of(
        "runbook.database.connect-timeout", connectTimeout,
        "runbook.database.query-timeout", queryTimeout);
  }

  /**
   * A session is the backend's own when everything that is set here is true of it. Where nothing is
   * set, it is one from the address of a pod; where no session comes from such an address (there is
   * a proxy or an address translation between them), one of the user and application that most
   * sessions have.
   *
   * @param applicationNames {@code application_name} of its sessions
   * @param usernames the database users that it logs in as
   * @param addresses where its sessions come from, such as a connection pooler's address
   */
  record Backend(
      @DefaultValue Set<String> applicationNames,
      @DefaultValue Set<String> usernames,
      @DefaultValue Set<String> addresses) {

    boolean isSet() {
      return !(applicationNames.isEmpty() && usernames.isEmpty() && addresses.isEmpty());
    }
  }

  boolean configured() {
    return url != null;
  }

  /** The address without its parameters, for people and logs. */
  String place() {
    return url.replaceFirst("^jdbc:", "").replaceFirst("\\?.*$", "");
  }

  /** Nobody should meet the password in a log. */
  @Override
  public String toString() {
    return "DatabaseSettings[" + (configured() ? place() : "none") + "]";
  }
}
