package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.Observation.Kind.EXTERNAL_CONNECTIONS_REFUSED;
import static com.dhakacart.runbook.incident.Observation.Kind.EXTERNAL_TIMEOUTS;
import static com.dhakacart.runbook.incident.Observation.Kind.PAYMENT_PROVIDER_ERRORS;
import static com.dhakacart.runbook.incident.Observation.Kind.REDIS_NOT_CONNECTED;

import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodHealth;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the health endpoint and the logs say of Redis, payments and other outside services. */
final class DependencySigns {

  private static final Pattern PAYMENT = Pattern.compile("(?i)payment intent");
  private static final Pattern TIMEOUT =
      Pattern.compile(
          "(?i)ETIMEDOUT|ESOCKETTIMEDOUT|ECONNABORTED|timeout of .*exceeded|socket hang up|request timed out|external .*timeout");
  private static final Pattern REFUSED =
      Pattern.compile("ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET");

  /** The last two are said of a customer who goes away. */
  private static final Pattern NO_OUTSIDE_SERVICE =
      Pattern.compile(
          "(?i):5432|:6379|redis|127\\.0\\.0\\.1:9200|^database|does not exist|request aborted|by the client");

  private static final Pattern LOST_REDIS =
      Pattern.compile("Redis (client error|connection failed|reconnection attempt)");

  private DependencySigns() {}

  static List<Optional<Observation>> of(Symptoms symptoms) {
    return List.of(
        redis(symptoms),
        lines(
            symptoms,
            it ->
                PAYMENT.matcher(it.message()).find()
                    && !DatabaseSigns.isAboutDatabase(it)
                    && isOutside(it),
            PAYMENT_PROVIDER_ERRORS),
        lines(symptoms, it -> isOutside(it) && says(it, TIMEOUT), EXTERNAL_TIMEOUTS),
        lines(symptoms, it -> isOutside(it) && says(it, REFUSED), EXTERNAL_CONNECTIONS_REFUSED));
  }

  /** The health check knows it; where that said nothing, the client's own words count. */
  private static Optional<Observation> redis(Symptoms symptoms) {
    List<PodHealth.DependencyCheck> checks =
        symptoms.health().stream().map(PodHealth::redis).filter(Objects::nonNull).toList();
    if (checks.isEmpty()) {
      return lines(symptoms, it -> LOST_REDIS.matcher(it.message()).find(), REDIS_NOT_CONNECTED);
    }
    return when(
        Symptoms.most(checks, it -> !"healthy".equals(it.status())),
        REDIS_NOT_CONNECTED,
        checks.stream()
            .filter(it -> !"healthy".equals(it.status()))
            .map(it -> String.valueOf(it.message())));
  }

  private static boolean isOutside(LogPattern line) {
    return !DatabaseSigns.isAboutDatabase(line)
        && !NO_OUTSIDE_SERVICE.matcher(line.message()).find()
        && !NO_OUTSIDE_SERVICE.matcher(line.error()).find();
  }

  private static boolean says(LogPattern line, Pattern words) {
    return words.matcher(line.error()).find() || words.matcher(line.message()).find();
  }

  private static Optional<Observation> lines(
      Symptoms symptoms, Predicate<LogPattern> matching, Observation.Kind kind) {
    List<LogPattern> lines = LogSigns.telling(symptoms, matching);
    return when(
        !lines.isEmpty(),
        kind,
        lines.stream()
            .map(it -> "%d times '%s' %s".formatted(it.count(), it.message(), it.error())));
  }
}
