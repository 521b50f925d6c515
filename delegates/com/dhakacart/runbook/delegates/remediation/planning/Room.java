package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What of more capacity has room.
 *
 * @param limits empty where they must not rise
 * @param replicas 0 where there must not be more
 * @param warnings what stands against the rest
 */
record Room(Map<String, String> limits, int replicas, List<String> warnings) {

  /** Says first that it is to be taken back. */
  static Room temporary(Map<String, String> limits, int replicas, List<String> warnings) {
    List<String> all = new ArrayList<>();
    all.add("Temporary: taking it back is asked for once the root cause is recorded");
    all.addAll(warnings);
    return new Room(limits, replicas, all);
  }

  boolean nothingFits() {
    return limits.isEmpty() && replicas == 0;
  }

  /** Such as {@code memory 1Gi, cpu 1000m}. */
  private String limitsInWords() {
    return limits.entrySet().stream()
        .sorted(Map.Entry.<String, String>comparingByKey().reversed())
        .map(it -> it.getKey() + " " + it.getValue())
        .collect(Collectors.joining(", "));
  }

  /**
   * @param planned what would rise: what is as high already does not
   */
  String summary(Workload workload, List<Change> planned) {
    boolean raises = planned.stream().anyMatch(it -> it.kind() == ChangeKind.RAISE_LIMITS);
    boolean scales = planned.stream().anyMatch(it -> it.kind() == ChangeKind.SCALE_OUT);
    String raise = "raise the limits of %s to %s".formatted(workload.name(), limitsInWords());
    String scale = "run at least %d replicas".formatted(replicas);
    String both = !raises ? scale : !scales ? raise : "%s and %s".formatted(raise, scale);
    return both.substring(0, 1).toUpperCase()
        + both.substring(1)
        + ", for the time of the incident";
  }
}
