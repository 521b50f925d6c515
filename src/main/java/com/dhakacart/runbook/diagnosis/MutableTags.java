package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.EvidencePart.IMAGES;
import static com.dhakacart.runbook.incident.Observation.Kind.IMAGE_REPLACED_UNDER_ITS_TAG;
import static com.dhakacart.runbook.incident.Observation.Kind.PODS_REPLACED_UNDER_MUTABLE_TAG;

import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.ImageHistory;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether pods that were replaced minutes before the errors run another image than those before
 * them, or may: a restart pulls what its tag points at by then, and no revision tells. What the
 * runbook noted of the images proves it, or proves that it is the same one.
 */
final class MutableTags {

  /** As the errors are counted a little later than they are made, and a little earlier, too. */
  private static final Duration AROUND = Duration.ofSeconds(30);

  private static final Duration MINUTES = Duration.ofMinutes(5);

  /** A version or a commit, which nobody gives to another image; a digest cannot be. */
  private static final Pattern FIXED =
      Pattern.compile(
          ".*@sha256:[0-9a-f]+|.*:(?:v?\\d+(?:\\.\\d+)+(?:[-+.].*)?|(?:.*-)?(?=\\w*\\d)[0-9a-f]{7,40})");

  /** What was noted longer ago may have been replaced at any of the restarts since. */
  private static final Duration A_DAY = Duration.ofDays(1);

  private MutableTags() {}

  static Optional<Observation> replaced(Symptoms symptoms, Releases releases) {
    Instant began = symptoms.errorsBeganInTheRates().orElse(null);
    Optional<Instant> replacedAt = replacedAt(symptoms.pods(), releases);
    if (began == null || replacedAt.isEmpty()) {
      return Optional.empty();
    }
    Instant at = replacedAt.get();
    Duration delay = Duration.between(at, began);
    if (delay.compareTo(AROUND.negated()) < 0 || delay.compareTo(MINUTES) > 0) {
      return Optional.empty();
    }
    List<ImageHistory> images = ImageHistory.of(symptoms.known(IMAGES), symptoms.pods());
    Optional<ImageHistory> other = images.stream().filter(it -> isNewSince(it, at)).findFirst();
    return other.isPresent()
        ? other.map(it -> proved(it, at, symptoms))
        : suspected(symptoms, images, at);
  }

  private static Observation proved(ImageHistory it, Instant at, Symptoms symptoms) {
    return new Observation(
        IMAGE_REPLACED_UNDER_ITS_TAG,
        "the pods were replaced at %s, and %s is another image since: digest before %s (last seen %s), digest now %s; %s"
            .formatted(
                at,
                it.image(),
                it.shownBefore(),
                it.before().lastSeen(),
                it.shownNow(),
                symptoms.errorsBeganInWords()));
  }

  private static Optional<Observation> suspected(
      Symptoms symptoms, List<ImageHistory> images, Instant at) {
    List<PodState> pods = symptoms.pods();
    Optional<PodState> mutable =
        pods.stream().allMatch(it -> it.image() != null && (isMutable(it.image()) || pullsAnew(it)))
            ? pods.stream().findFirst()
            : Optional.empty();
    boolean theSame =
        mutable
            .map(pod -> images.stream().filter(it -> it.image().equals(pod.image())))
            .flatMap(Stream::findFirst)
            .filter(it -> it.since() != null && it.since().isBefore(at.minus(AROUND)))
            .isPresent();
    return when(
        mutable.isPresent() && !theSame,
        PODS_REPLACED_UNDER_MUTABLE_TAG,
        "the pods were replaced at %s and %s %s anew, whose tag may point at another image since; %s"
            .formatted(
                at,
                // a node that has one of that name keeps it, where the policy is not Always
                pods.stream().allMatch(MutableTags::pullsAnew) ? "pulled" : "may have pulled",
                mutable.map(PodState::image).orElse(""),
                symptoms.errorsBeganInWords()));
  }

  /** Another one ran until then, as far as a note of that day says. */
  private static boolean isNewSince(ImageHistory it, Instant replacedAt) {
    boolean notedBefore = it.since() != null && it.since().isBefore(replacedAt.minus(AROUND));
    return it.changed() && !notedBefore && it.before().lastSeen().isAfter(replacedAt.minus(A_DAY));
  }

  private static Optional<Instant> replacedAt(List<PodState> pods, Releases releases) {
    return releases
        .current()
        .filter(it -> it.origin() == Release.Origin.RESTART)
        .map(it -> releases.rolledOutAt() == null ? it.createdAt() : releases.rolledOutAt())
        .or(() -> pods.stream().map(PodState::startedAt).min(Instant::compareTo));
  }

  private static boolean pullsAnew(PodState pod) {
    return pod.containers().stream()
        .anyMatch(it -> it.role() == ContainerState.Role.SERVES && it.pullsAnew());
  }

  static boolean isMutable(String image) {
    return !FIXED.matcher(image).matches();
  }
}
