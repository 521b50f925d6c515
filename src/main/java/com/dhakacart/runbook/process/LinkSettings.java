package com.dhakacart.runbook.process;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where people look further. In the addresses of dashboards {@code {from}} and {@code {to}} stand
 * for the incident's time range in epoch milliseconds, {@code {fromIso}} and {@code {toIso}} for
 * the same in ISO-8601.
 *
 * @param dashboards name to address: Grafana, Kibana
 * @param runbooks name to address: the related runbooks
 */
@ConfigurationProperties("runbook.links")
record LinkSettings(
    @DefaultValue Map<String, String> dashboards, @DefaultValue Map<String, String> runbooks) {}
