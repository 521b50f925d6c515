package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Incident;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where people look further. In the addresses of dashboards {@code {from}} and {@code {to}} stand
 * for the incident's time range in epoch milliseconds, {@code {fromIso}} and {@code {toIso}} for
 * the same in ISO-8601.
 *
 * @param base address at which people reach this product
 * @param dashboards name to address: Grafana, Kibana
 * @param runbooks name to address: the related runbooks
 */
@ConfigurationProperties("runbook.links")
public record LinkSettings(
    @DefaultValue("http://localhost:8080") String base,
    @DefaultValue Map<String, String> dashboards,
    @DefaultValue Map<String, String> runbooks) {

  /** All links of an incident, in the order in which a person needs them. */
  public Map<String, String> of(Incident incident, Instant until) {
    Map<String, String> links = new LinkedHashMap<>();
    links.put("Tasklist", base + "/camunda/app/tasklist/default/");
    links.put(
        "Cockpit",
        base
            + "/camunda/app/cockpit/default/#/processes?searchQuery=%5B%7B%22type%22:%22PIbusinessKey%22,%22operator%22:%22eq%22,%22value%22:%22"
            + incident.key()
            + "%22,%22name%22:%22%22%7D%5D");
    links.put("Report", report(incident.key()));
    dashboards.forEach((name, address) -> links.put(name, ranged(address, incident, until)));
    links.putAll(runbooks);
    return links;
  }

  /** Where the incident's report is read. */
  public String report(String incident) {
    return base + "/incidents/" + incident + "/report";
  }

  private static String ranged(String address, Incident incident, Instant until) {
    Instant from = incident.openedAt().minusSeconds(900);
    return address
        .replace("{from}", String.valueOf(from.toEpochMilli()))
        .replace("{to}", String.valueOf(until.toEpochMilli()))
        .replace("{fromIso}", from.toString())
        .replace("{toIso}", until.toString());
  }
}
