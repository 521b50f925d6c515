package com.dhakacart.runbook.process.access;

import java.util.Map;

/**
 * A request that a row of the {@link AllowList} lets through.
 *
 * @param by the id of who asks
 * @param path what stands for the {@code {names}} of the row's path
 */
record Asked(Rule rule, String by, Map<String, String> path) {

  String of(String name) {
    return path.get(name);
  }
}
