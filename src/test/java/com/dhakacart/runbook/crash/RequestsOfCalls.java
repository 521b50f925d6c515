package com.dhakacart.runbook.crash;

import com.dhakacart.runbook.faults.OutsideCalls;
import com.dhakacart.runbook.faults.RandomFaults;
import com.dhakacart.runbook.incident.Workload;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;

/** Which requests the product's calls to the world outside are, with the settings of the soak. */
class RequestsOfCalls {

  private static final Workload ASKED =
      new Workload(Worlds.service(0), "ns-0", "dhakacart-backend", "backend", 5000, "job-0");

  private final Map<String, Set<String>> requests = new TreeMap<>();

  private RequestsOfCalls() {}

  /**
   * Makes each call once.
   *
   * @param folder of the settings
   * @param faults through which all of them go
   */
  static RequestsOfCalls of(Path folder, RandomFaults faults) {
    RequestsOfCalls all = new RequestsOfCalls();
    OutsideCalls.unset()
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withPropertyValues("spring.config.additional-location=" + folder.toUri())
        .withPropertyValues(SoakIT.SETTINGS.toArray(String[]::new))
        .withPropertyValues("runbook.cluster.share-for=0s") // else one asks for several
        .run(
            context ->
                OutsideCalls.names()
                    .forEach(
                        call -> {
                          Map<String, Integer> before = faults.asked();
                          OutsideCalls.make(call, context, ASKED);
                          all.requests.put(call, moreThan(before, faults.asked()));
                        }));
    return all;
  }

  private static Set<String> moreThan(Map<String, Integer> before, Map<String, Integer> after) {
    return after.entrySet().stream()
        .filter(it -> it.getValue() > before.getOrDefault(it.getKey(), 0))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The kinds of requests that each call is, by its name. */
  Map<String, Set<String>> byCall() {
    return requests;
  }

  /** Those of all calls. */
  Set<String> all() {
    return requests.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
  }
}
