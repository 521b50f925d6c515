package com.dhakacart.runbook.incident;

import static com.dhakacart.runbook.incident.Observation.Kind.ERRORS_BEGAN_AFTER_ROLLOUT;
import static com.dhakacart.runbook.incident.Observation.Kind.ERRORS_BEGAN_BEFORE_ROLLOUT;
import static com.dhakacart.runbook.incident.Observation.Kind.ERRORS_BEGAN_WITH_ROLLOUT;
import static com.dhakacart.runbook.incident.Observation.Kind.LATEST_REVISION_RAN_BEFORE;
import static com.dhakacart.runbook.incident.Observation.Kind.NEW_ERROR_MESSAGE_SINCE_ROLLOUT;
import static com.dhakacart.runbook.incident.Observation.Kind.NO_RECENT_RELEASE;
import static com.dhakacart.runbook.incident.Observation.Kind.ONLY_NEW_REVISION_PODS_FAIL;
import static com.dhakacart.runbook.incident.Observation.Kind.ROLLOUT_CHANGED_TEMPLATE_NOT_IMAGE_TAG;
import static com.dhakacart.runbook.incident.Observations.when;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether the errors came with a release. A revision that is minutes old proves nothing by itself:
 * what counts is when the errors began against when its rollout began.
 */
final class ReleaseSigns {

  private static final Duration BEFORE = Duration.ofSeconds(30);
  private static final Duration WITH = Duration.ofMinutes(5);
  private static final Duration AFTER = Duration.ofMinutes(30);

  private ReleaseSigns() {}

  static List<Optional<Observation>> of(Symptoms symptoms) {
    if (symptoms.releases().isEmpty()) {
      return List.of();
    }
    Releases releases = symptoms.releases().get();
    Optional<Release> release = newRelease(releases);
    Instant began = symptoms.errorsBegan();
    if (release.isEmpty() || began == null) {
      return List.of(
          when(release.isEmpty(), NO_RECENT_RELEASE, "no revision differs from the one before it"));
    }
    Instant rollout = rolloutOf(releases, release.get());
    Duration delay = Duration.between(rollout, began);
    boolean recent = delay.compareTo(AFTER) <= 0;
    String when =
        "%s rolled out at %s, errors began at %s"
            .formatted(String.join(", ", release.get().images()), rollout, began);
    List<Optional<Observation>> signs = new ArrayList<>();
    signs.add(
        when(
            delay.compareTo(BEFORE.negated()) >= 0 && delay.compareTo(WITH) <= 0,
            ERRORS_BEGAN_WITH_ROLLOUT,
            when));
    signs.add(when(delay.compareTo(WITH) > 0 && recent, ERRORS_BEGAN_AFTER_ROLLOUT, when));
    signs.add(when(delay.compareTo(BEFORE.negated()) < 0, ERRORS_BEGAN_BEFORE_ROLLOUT, when));
    signs.add(when(!recent, NO_RECENT_RELEASE, when));
    signs.add(
        when(
            recent && sameImages(releases, release.get()),
            ROLLOUT_CHANGED_TEMPLATE_NOT_IMAGE_TAG,
            "the release before runs the same image reference "
                + String.join(", ", release.get().images())));
    signs.add(
        when(
            release.get().ranBefore(),
            LATEST_REVISION_RAN_BEFORE,
            "revision %d is a return to a template that ran before"
                .formatted(release.get().revision())));
    signs.add(newMessage(symptoms, rollout));
    signs.add(onlyNewPodsFail(symptoms, release.get()));
    return signs;
  }

  /** The newest revision that is a release: neither a restart nor a change of ours. */
  static Optional<Release> newRelease(Releases releases) {
    return releases.all().stream()
        .filter(it -> it.origin() == Release.Origin.RELEASE)
        .max(Comparator.comparingLong(Release::revision));
  }

  private static Instant rolloutOf(Releases releases, Release release) {
    return release.current() && releases.rolledOutAt() != null
        ? releases.rolledOutAt()
        : release.createdAt();
  }

  private static boolean sameImages(Releases releases, Release release) {
    return releases.all().stream()
        .filter(it -> it.revision() < release.revision())
        .max(Comparator.comparingLong(Release::revision))
        .filter(it -> it.images().equals(release.images()))
        .isPresent();
  }

  private static Optional<Observation> newMessage(Symptoms symptoms, Instant rollout) {
    boolean linesFromBefore =
        symptoms.allLines().stream().anyMatch(it -> it.firstSeen().isBefore(rollout));
    Optional<LogPattern> fresh =
        symptoms.lines().stream()
            .filter(it -> it.count() >= Symptoms.SEVERAL)
            .limit(5)
            .filter(it -> it.firstSeen().isAfter(rollout))
            .filter(it -> it.firstSeen().isBefore(rollout.plus(WITH)))
            .findFirst();
    return when(
        linesFromBefore && fresh.isPresent(),
        NEW_ERROR_MESSAGE_SINCE_ROLLOUT,
        fresh.stream()
            .map(it -> "'%s' %s first at %s".formatted(it.message(), it.error(), it.firstSeen())));
  }

  private static Optional<Observation> onlyNewPodsFail(Symptoms symptoms, Release release) {
    List<PodState> fresh = symptoms.pods().stream().filter(it -> isOf(it, release)).toList();
    List<PodState> old = symptoms.pods().stream().filter(it -> !isOf(it, release)).toList();
    return when(
        !fresh.isEmpty()
            && !old.isEmpty()
            && fresh.stream().noneMatch(PodState::ready)
            && old.stream().allMatch(PodState::ready),
        ONLY_NEW_REVISION_PODS_FAIL,
        "%d pods of the new revision are not ready, %d of the old one are"
            .formatted(fresh.size(), old.size()));
  }

  private static boolean isOf(PodState pod, Release release) {
    return pod.revision() != null && release.replicaSet().endsWith(pod.revision());
  }
}
