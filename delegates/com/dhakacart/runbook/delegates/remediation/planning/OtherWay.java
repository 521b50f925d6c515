package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import java.util.List;
import java.util.Optional;

/** A release that gave the pods less to use can be cured in two ways; each plan names the other. */
final class OtherWay {

  private OtherWay() {}

  static Optional<String> thanMoreCapacity(List<Observation> observed) {
    return lowered(observed)
        .map(
            it ->
                "Two ways: %s. Raised limits leave what else the release changed; the cause Code deployment rolls all of it back, for good"
                    .formatted(it));
  }

  static Optional<String> thanRollback(List<Observation> observed) {
    return lowered(observed)
        .map(
            it ->
                "Two ways: %s. A rollback takes back all that the release changed; the cause Memory or CPU exhaustion raises the limits alone, for the time of the incident"
                    .formatted(it));
  }

  /** The plan is about the container that serves. */
  static Optional<String> ofAnotherContainer(List<Observation> observed) {
    return detail(observed, Kind.CONTAINER_BESIDE_DIES)
        .map(
            it ->
                "This raises the limits of the container that serves, and another one dies: %s. See its last words; its own limits are raised by kubectl set resources with -c and its name"
                    .formatted(it));
  }

  private static Optional<String> lowered(List<Observation> observed) {
    return detail(observed, Kind.RELEASE_LOWERED_LIMITS);
  }

  private static Optional<String> detail(List<Observation> observed, Kind kind) {
    return observed.stream().filter(it -> it.kind() == kind).map(Observation::detail).findFirst();
  }
}
