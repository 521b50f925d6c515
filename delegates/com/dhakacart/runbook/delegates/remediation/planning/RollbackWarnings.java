package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import java.util.List;
import java.util.stream.Stream;

/** What a person must know before a release is rolled back. */
final class RollbackWarnings {

  private RollbackWarnings() {}

  /**
   * @param byHand what else would heal, in sentences
   */
  static List<String> of(List<Observation> observed, List<String> byHand) {
    Stream<String> old =
        ofKind(observed, Kind.NO_RECENT_RELEASE)
            .map(it -> "There was no release in the half hour before the errors: " + it);
    Stream<String> left =
        ofKind(observed, Kind.LATEST_REVISION_RAN_BEFORE)
            .map(
                it ->
                    "It brings back a release that somebody has left: %s. The errors began with that return, which is why it is proposed; see that the release before is a good one"
                        .formatted(it));
    return Stream.of(old, left, OtherWay.thanRollback(observed).stream(), byHand.stream())
        .flatMap(it -> it)
        .toList();
  }

  private static Stream<String> ofKind(List<Observation> observed, Kind kind) {
    return observed.stream().filter(it -> it.kind() == kind).map(Observation::detail);
  }
}
