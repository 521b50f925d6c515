package com.dhakacart.runbook.incident;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message that calls a person.
 *
 * @param incident the incident's key
 * @param stage why it is sent; incident and stage together are sent once
 * @param summary one line, for a phone's lock screen
 * @param details what is known and what was tried; Markdown
 * @param links name to address: task, Cockpit, Grafana, Kibana, with the incident's time range
 */
public record Page(
    String incident,
    String stage,
    Team team,
    String summary,
    String details,
    Map<String, String> links) {

  public Page {
    // keeps the order in which people need them
    links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
  }

  /** The same for every repetition, so that whoever gets it twice can tell. */
  public String key() {
    return incident + "/" + stage;
  }
}
