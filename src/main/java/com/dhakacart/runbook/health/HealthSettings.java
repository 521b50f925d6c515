package com.dhakacart.runbook.health;

import com.dhakacart.runbook.incident.Timeouts;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the backend speaks about itself.
 *
 * @param path of the health endpoint, which tells of the database and Redis, too: the runbook's
 *     {@code /health/db} and {@code /health/redis} do not exist (404)
 * @param timeout for the health endpoint; an exhausted pool takes up to 20 s to say 503
 * @param keyEndpoints what customers ask and must answer again after recovery. The health endpoint
 *     is asked by itself, so it does not stand here. Versions older than {@code /api/products}
 *     serve {@code /products}; asking that one whenever the other is 404 would hide a release that
 *     lost it
 * @param keyEndpointTimeout for each of them; customers are served well under 2 s
 * @param metricsPath of what Prometheus scrapes
 * @param figureNames what is looked for in the names of the metrics: the runbook's {@code grep
 *     pg_pool} and {@code grep pg_stat}, and the names that the code really exports
 * @param maxFigures figures kept of each pod
 */
@Validated
@ConfigurationProperties("runbook.health")
record HealthSettings(
    @DefaultValue("/health") @jakarta.validation.constraints.Pattern(regexp = "/\\S*") String path,
    @DefaultValue("25s") @DurationMin(millis = 1) Duration timeout,
    @DefaultValue("/api/products")
        List<@jakarta.validation.constraints.Pattern(regexp = "/\\S*") String> keyEndpoints,
    @DefaultValue("10s") @DurationMin(millis = 1) Duration keyEndpointTimeout,
    @DefaultValue("/metrics") @jakarta.validation.constraints.Pattern(regexp = "/\\S*")
        String metricsPath,
    @DefaultValue("10s") @DurationMin(millis = 1) Duration metricsTimeout,
    @DefaultValue({"pg_pool|pg_stat", "dhakacart_backend_database_.*"}) @NotEmpty
        List<Pattern> figureNames,
    @DefaultValue("100") @Positive int maxFigures)
    implements Timeouts {

  HealthSettings {
    if (figureNames.stream().anyMatch(it -> it.pattern().isBlank())) {
      throw new IllegalArgumentException(
          "runbook.health.figure-names has an empty expression, which is found in every name;"
              + " take it out, or write .* where all are meant");
    }
  }

  @Override
  public Map<String, Duration> timeouts() {
    return Map.of(
        "runbook.health.timeout", timeout,
        "runbook.health.key-endpoint-timeout", keyEndpointTimeout,
        "runbook.health.metrics-timeout", metricsTimeout);
  }
}
