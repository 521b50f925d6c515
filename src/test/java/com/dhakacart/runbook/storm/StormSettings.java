package com.dhakacart.runbook.storm;

import com.dhakacart.runbook.faults.SilentServer;
import com.dhakacart.runbook.fixtures.HttpCounterpart;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** A product whose cluster is silent, and whose many services may all fail. */
final class StormSettings {

  private StormSettings() {}

  /**
   * @param phase instead of 5 min
   * @param many services that fail, {@code storm-0} and so on
   * @param quiet of others, {@code quiet-0} and {@code warm-0}, beside {@code alone} and {@code
   *     critical}
   */
  static Map<String, Object> of(
      SilentServer cluster, HttpCounterpart paging, Duration phase, int many, int quiet) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("ADMIN_USER", "admin");
    properties.put("ADMIN_PASSWORD", "as long as it has to be");
    properties.put("runbook.cluster.url", cluster.url());
    properties.put("runbook.cluster.namespaces", "shop");
    properties.put("runbook.phases.immediate-actions", phase.toSeconds() + "s");
    // 10 s of a minute, as it is delivered
    properties.put("runbook.paging.look-every", phase.dividedBy(6).toMillis() + "ms");
    properties.put("runbook.report.folder", "target/reports");
    properties.put("runbook.oncall.teams.on-call.webhook-url", paging.url().toString());
    properties.put("runbook.oncall.teams.infrastructure-team.webhook-url", paging.url().toString());
    services("storm-", many, properties);
    services("quiet-", quiet, properties);
    services("warm-", quiet, properties);
    service("alone", properties);
    service("critical", properties);
    return properties;
  }

  private static void services(String name, int count, Map<String, Object> properties) {
    IntStream.range(0, count).forEach(it -> service(name + it, properties));
  }

  private static void service(String name, Map<String, Object> properties) {
    String settings = "runbook.services." + name + ".";
    properties.put(settings + "namespace", "shop");
    properties.put(settings + "deployment", name);
    properties.put(settings + "container", "shop");
    properties.put(settings + "port", "5000");
    properties.put(settings + "job", name);
  }
}
