package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.stereotype.Component;

/** Where an incident is worked on and looked at. */
@Component
public class IncidentLinks {

  private static final String PAGE = "Incident";
  private static final String COCKPIT = "Cockpit";

  /** How much of the time before the incident a dashboard shows, too. */
  private static final Duration BEFORE = Duration.ofMinutes(15);

  private final WebSettings web;
  private final LinkSettings settings;
  private final RuntimeService runtime;

  IncidentLinks(WebSettings web, LinkSettings settings, RuntimeService runtime) {
    this.web = web;
    this.settings = settings;
    this.runtime = runtime;
  }

  /**
   * All links, in the order in which a person needs them; the one to Cockpit while it runs.
   *
   * @param until end of the time range that dashboards show
   * @return name to address
   */
  public Map<String, String> of(Incident incident, Instant until) {
    Map<String, String> links = new LinkedHashMap<>();
    links.put(PAGE, page(incident.key()));
    links.put("Tasklist", web.tasklist().toString());
    running(incident.key()).ifPresent(it -> links.put(COCKPIT, web.cockpit(it).toString()));
    links.put("Report", report(incident.key()));
    settings
        .dashboards()
        .forEach((name, address) -> links.put(name, ranged(address, incident, until)));
    links.putAll(settings.runbooks());
    return links;
  }

  /**
   * What a list of incidents leads to.
   *
   * @param running the id of its process instance while that runs: Cockpit shows no ended one
   * @param task the one that waits for a person, if one does
   */
  public Map<String, String> toList(
      String incident, Optional<String> running, Optional<String> task) {
    Map<String, String> links = new LinkedHashMap<>();
    links.put(PAGE, page(incident));
    links.put("Report", report(incident));
    links.put("Tasklist", task.map(web::task).orElseGet(web::tasklist).toString());
    running.ifPresent(it -> links.put(COCKPIT, web.cockpit(it).toString()));
    links.put("Recording", web.recording(incident).toString());
    return links;
  }

  /** Cockpit CE has no list by business key, and no ended instances. */
  private Optional<String> running(String incident) {
    return runtime.createProcessInstanceQuery().processInstanceBusinessKey(incident).list().stream()
        .map(ProcessInstance::getProcessInstanceId)
        .findFirst();
  }

  /** Where the incident is read and decided. */
  public String page(String incident) {
    return web.incident(incident).toString();
  }

  /** Where the incident's report is read. */
  public String report(String incident) {
    return web.report(incident).toString();
  }

  private static String ranged(String address, Incident incident, Instant until) {
    Instant from = incident.openedAt().minus(BEFORE);
    return address
        .replace("{from}", String.valueOf(from.toEpochMilli()))
        .replace("{to}", String.valueOf(until.toEpochMilli()))
        .replace("{fromIso}", from.truncatedTo(ChronoUnit.MILLIS).toString())
        .replace("{toIso}", until.truncatedTo(ChronoUnit.MILLIS).toString());
  }
}
