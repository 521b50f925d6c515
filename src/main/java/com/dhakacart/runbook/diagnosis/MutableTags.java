package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.Observation.Kind.PODS_REPLACED_UNDER_MUTABLE_TAG;

import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether pods that were replaced minutes before the errors may run another image than those before
 * them: a restart pulls what its tag points at by then, and no revision tells.
 */
final class MutableTags {

  /** As the errors are counted a little later than they are made, and a little earlier, too. */
  private static final Duration AROUND = Duration.ofSeconds(30);

  private static final Duration MINUTES = Duration.ofMinutes(5);

  /** A version or a commit, which nobody gives to another image; a digest cannot be. */
  private static final Pattern FIXED =
      Pattern.compile(
          ".*@sha256:[0-9a-f]+|.*:(?:v?\\d+(?:\\.\\d+)+(?:[-+.].*)?|(?:.*-)?(?=\\w*\\d)[0-9a-f]{7,40})");

  private MutableTags() {}

  static Optional<Observation> replaced(Symptoms symptoms, Releases releases) {
    Instant began = symptoms.errorsBeganInTheRates().orElse(null);
    List<PodState> mutable =
        symptoms.pods().stream().filter(it -> it.image() != null && isMutable(it.image())).toList();
    if (began == null || mutable.isEmpty() || mutable.size() < symptoms.pods().size()) {
      return Optional.empty();
    }
    Optional<Instant> restart =
        releases
            .current()
            .filter(it -> it.origin() == Release.Origin.RESTART)
            .map(it -> releases.rolledOutAt() == null ? it.createdAt() : releases.rolledOutAt());
    Instant replacedAt =
        restart.orElseGet(
            () -> mutable.stream().map(PodState::startedAt).min(Instant::compareTo).orElseThrow());
    Duration delay = Duration.between(replacedAt, began);
    return when(
        delay.compareTo(AROUND.negated()) >= 0 && delay.compareTo(MINUTES) <= 0,
        PODS_REPLACED_UNDER_MUTABLE_TAG,
        "the pods were replaced at %s and pulled %s anew, whose tag may point at another image since; %s"
            .formatted(replacedAt, mutable.get(0).image(), symptoms.errorsBeganInWords()));
  }

  static boolean isMutable(String image) {
    return !FIXED.matcher(image).matches();
  }
}
