package com.dhakacart.runbook.delegates.remediation.probing;

import static com.dhakacart.runbook.incident.Observation.isSeen;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodState;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What of the signs that all pods are judged by says how the new pod of a probe fares. */
final class ProbeSigns {

  /** Each says by itself that new connections fare as the old ones do. */
  private static final Set<Kind> FILLS_AGAIN =
      Set.of(
          Kind.POOL_EXHAUSTED,
          Kind.POOL_EXHAUSTED_IN_SOME_PODS,
          Kind.DATABASE_LOCK_HELD_BY_OTHERS,
          Kind.DATABASE_LOCK_HELD_BY_BACKEND);

  private ProbeSigns() {}

  static Stream<String> against(List<Observation> observed) {
    return observed.stream().filter(it -> FILLS_AGAIN.contains(it.kind())).map(Observation::detail);
  }

  /**
   * Ready, and nothing to complain of in the health check of its database; where that cannot be
   * asked, being ready has to do.
   */
  static boolean isWell(
      Answer<List<PodState>> pods, Answer<List<PodHealth>> answers, List<Observation> observed) {
    boolean ready =
        pods.known()
            .filter(it -> !it.isEmpty() && it.stream().allMatch(PodState::ready))
            .isPresent();
    boolean says =
        answers != null
            && answers.known().stream().flatMap(List::stream).anyMatch(it -> it.database() != null);
    return ready
        && !isSeen(observed, Kind.HEALTH_SLOW)
        && (!says || isSeen(observed, Kind.DATABASE_HEALTHY));
  }
}
