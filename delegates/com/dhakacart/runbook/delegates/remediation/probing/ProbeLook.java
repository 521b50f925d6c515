package com.dhakacart.runbook.delegates.remediation.probing;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodState;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one look at the new pod of a probe showed.
 *
 * @param against what shows that a restart does not help; empty where nothing does
 * @param well whether it is ready, and its database check has nothing to complain of; where its
 *     health cannot be asked, being ready has to do
 * @param state in words
 */
record ProbeLook(String against, boolean well, String state) {

  /**
   * @param answers of the health endpoints; null where there was none to ask
   */
  static String inWords(Answer<List<PodState>> pods, Answer<List<PodHealth>> answers) {
    if (!pods.answered()) {
      return "it could not be looked at: " + pods.unknownBecause();
    }
    if (pods.value().isEmpty()) {
      return "none was made; kubectl describe replicasets says why";
    }
    String states = pods.value().stream().map(ProbeLook::inWords).collect(Collectors.joining(", "));
    return answers == null
        ? states
        : states
            + answers.known().stream()
                .flatMap(List::stream)
                .map(
                    it ->
                        ", its health answered %d after %d ms"
                            .formatted(it.status(), it.tookMillis()))
                .collect(Collectors.joining());
  }

  private static String inWords(PodState it) {
    return "%s is %s%s"
        .formatted(
            it.name(),
            it.ready() ? "ready" : "not ready",
            it.waitingReason() == null ? "" : " (" + it.waitingReason() + ")");
  }
}
