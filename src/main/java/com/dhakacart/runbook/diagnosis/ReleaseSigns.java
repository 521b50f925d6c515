package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.Observation.Kind.ERRORS_BEGAN_AFTER_ROLLOUT;
import static com.dhakacart.runbook.incident.Observation.Kind.ERRORS_BEGAN_BEFORE_ROLLOUT;
import static com.dhakacart.runbook.incident.Observation.Kind.ERRORS_BEGAN_WITH_ROLLOUT;
import static com.dhakacart.runbook.incident.Observation.Kind.IMAGE_REPLACED_UNDER_ITS_TAG;
import static com.dhakacart.runbook.incident.Observation.Kind.LATEST_REVISION_RAN_BEFORE;
import static com.dhakacart.runbook.incident.Observation.Kind.NEW_ERROR_MESSAGE_SINCE_ROLLOUT;
import static com.dhakacart.runbook.incident.Observation.Kind.NO_RECENT_RELEASE;
import static com.dhakacart.runbook.incident.Observation.Kind.RELEASE_DEPLOYED_AGAIN;
import static com.dhakacart.runbook.incident.Observation.Kind.RELEASE_LOWERED_LIMITS;
import static com.dhakacart.runbook.incident.Observation.Kind.RELEASE_PODS_REFUSED;
import static com.dhakacart.runbook.incident.Observation.Kind.ROLLOUT_CHANGED_MARKS_ONLY;
import static com.dhakacart.runbook.incident.Observation.Kind.ROLLOUT_CHANGED_TEMPLATE_NOT_IMAGE_TAG;
import static com.dhakacart.runbook.incident.Observation.Kind.ROLLOUT_RUNNING;
import static com.dhakacart.runbook.incident.Observation.Kind.SUSPECTED_ROLLOUT_RUNNING;

import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.Usual;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the errors came with a release. A revision that is minutes old proves nothing by itself:
 * what counts is when the errors began against when its rollout began.
 */
final class ReleaseSigns {

  private static final Duration BEFORE = Duration.ofSeconds(30);
  private static final int MOST_CHANGED = 5;
  private static final Duration WITH = Duration.ofMinutes(5);
  private static final Duration AFTER = Duration.ofMinutes(30);

  private ReleaseSigns() {}

  static List<Optional<Observation>> of(Symptoms symptoms) {
    if (symptoms.releases().isEmpty()) {
      return List.of();
    }
    Releases releases = symptoms.releases().get();
    Optional<Release> release = running(releases);
    Optional<Observation> replaced = MutableTags.replaced(symptoms, releases);
    if (release.isEmpty()) {
      return List.of(
          replaced,
          when(
              replaced.isEmpty(),
              NO_RECENT_RELEASE,
              "no revision that runs differs from the one before it"));
    }
    Optional<Observation> ranBefore =
        when(
            release.get().ranBefore(),
            LATEST_REVISION_RAN_BEFORE,
            "revision %d, which runs, is a return to a template that ran before"
                .formatted(release.get().revision()));
    boolean again = deployedAgain(releases, release.get());
    Optional<Observation> deployedAgain =
        when(
            again,
            RELEASE_DEPLOYED_AGAIN,
            "revision %d was left before, by a return to the one before it"
                .formatted(release.get().revision()));
    Instant began = symptoms.errorsBegan();
    if (began == null) {
      return List.of(ranBefore, deployedAgain);
    }
    Instant rollout =
        again
            ? deployedAgainAt(releases, release.get(), began)
            : rolloutOf(releases, release.get());
    ErrorsBegan errors = symptoms.errorsMetBy(rollout).orElseThrow();
    Duration delay = Duration.between(rollout, errors.at());
    // a return brings nothing new, so that it is no release for what comes minutes later
    boolean recent = delay.compareTo(release.get().ranBefore() && !again ? WITH : AFTER) <= 0;
    String when =
        "%s (revision %d) %s at %s, %s"
            .formatted(
                String.join(", ", release.get().images()),
                release.get().revision(),
                // a return with restarts after it: when it came is not in the history any more
                release.get().ranBefore() && !release.get().current()
                    ? "first rolled out"
                    : "rolled out",
                rollout,
                errors.inWords());
    List<Optional<Observation>> signs = new ArrayList<>();
    signs.add(ranBefore);
    signs.add(deployedAgain);
    signs.add(
        when(
            delay.compareTo(BEFORE.negated()) >= 0 && delay.compareTo(WITH) <= 0,
            ERRORS_BEGAN_WITH_ROLLOUT,
            when));
    signs.add(when(delay.compareTo(WITH) > 0 && recent, ERRORS_BEGAN_AFTER_ROLLOUT, when));
    signs.add(when(delay.compareTo(BEFORE.negated()) < 0, ERRORS_BEGAN_BEFORE_ROLLOUT, when));
    // beside a release its tag says nothing, but what the nodes say does
    signs.add(replaced.filter(it -> !recent || it.kind() == IMAGE_REPLACED_UNDER_ITS_TAG));
    signs.add(when(!recent && replaced.isEmpty(), NO_RECENT_RELEASE, when));
    boolean marksOnly = release.get().differsInMarksOnly();
    signs.add(
        when(
            recent && !marksOnly && sameImages(releases, release.get()),
            ROLLOUT_CHANGED_TEMPLATE_NOT_IMAGE_TAG,
            "the release before runs the same image reference "
                + String.join(", ", release.get().images())
                + changed(release.get())));
    signs.add(
        when(
            recent && marksOnly,
            ROLLOUT_CHANGED_MARKS_ONLY,
            "revision %d runs %s as the one before it does"
                .formatted(release.get().revision(), String.join(", ", release.get().images()))));
    signs.add(
        when(
            recent && !release.get().lowered().isEmpty(),
            RELEASE_LOWERED_LIMITS,
            "revision %d lowered the limit of %s"
                .formatted(release.get().revision(), String.join(", ", release.get().lowered()))));
    signs.add(recent ? podsRefused(symptoms, release.get()) : Optional.empty());
    signs.add(recent ? newMessage(symptoms, rollout) : Optional.empty());
    return signs;
  }

  /** Where some of its pods were taken, a quota is too small, and the release may be a good one. */
  private static Optional<Observation> podsRefused(Symptoms symptoms, Release release) {
    Optional<String> because =
        symptoms.rollout().map(RolloutStatus::refused).map(RolloutStatus.PodsRefused::because);
    boolean none =
        symptoms.podsAreKnown()
            && symptoms.pods().stream().noneMatch(it -> PodSigns.isOf(it, release.replicaSet()));
    return when(
        because.isPresent() && release.current() && none,
        RELEASE_PODS_REFUSED,
        because.stream()
            .map(
                it -> "no pod of revision %d could be made: %s".formatted(release.revision(), it)));
  }

  /**
   * The release that runs: the newest revision that is neither a restart nor a change of ours, and
   * whose predecessor is known. A release that was rolled back runs no longer, and so is none.
   */
  static Optional<Release> running(Releases releases) {
    return releases.all().stream()
        .filter(it -> it.origin() != Release.Origin.RESTART)
        .filter(it -> it.origin() != Release.Origin.RUNBOOK)
        .max(Comparator.comparingLong(Release::revision))
        .filter(it -> it.origin() == Release.Origin.RELEASE);
  }

  /** Whose rollout has pods to replace now: one of somebody else is theirs to finish, or to end. */
  static Optional<Observation> rollout(Symptoms symptoms) {
    Optional<RolloutStatus> rollout = symptoms.rollout().filter(RolloutStatus::replacing);
    if (rollout.isEmpty()) {
      return Optional.empty();
    }
    String message = rollout.get().message();
    Optional<Release> current = symptoms.releases().flatMap(Releases::current);
    Instant rolledOutAt = symptoms.releases().map(Releases::rolledOutAt).orElse(null);
    if (current.isEmpty() || rolledOutAt == null) {
      return Optional.of(new Observation(ROLLOUT_RUNNING, message));
    }
    Optional<ErrorsBegan> errors = symptoms.errorsMetBy(rolledOutAt);
    boolean after = errors.filter(it -> rolledOutAt.isAfter(it.at().plus(BEFORE))).isPresent();
    String whose =
        "%s (revision %d, rolled out at %s%s)"
            .formatted(
                message,
                current.get().revision(),
                rolledOutAt,
                errors.map(it -> ", " + it.inWords()).orElse(""));
    // what the runbook began itself it may replace by something else
    return when(!current.get().ours(), after ? ROLLOUT_RUNNING : SUSPECTED_ROLLOUT_RUNNING, whose);
  }

  private static String changed(Release release) {
    List<String> changed =
        release.difference() == null ? List.of() : release.difference().changed();
    return changed.isEmpty()
        ? ""
        : changed.stream()
            .limit(MOST_CHANGED)
            .collect(
                Collectors.joining(
                    ", ", "; what changed: ", changed.size() > MOST_CHANGED ? " and more" : ""));
  }

  /**
   * Whether it was left before by a return to the release before it, as a faulty one is that is
   * deployed a second time.
   */
  private static boolean deployedAgain(Releases releases, Release release) {
    return release.ranBefore()
        && releases.all().stream()
            .filter(it -> it.revision() < release.revision())
            .filter(it -> it.origin() != Release.Origin.RESTART)
            .max(Comparator.comparingLong(Release::revision))
            .filter(Release::ranBefore)
            .isPresent();
  }

  /**
   * Errors that began with its first rollout go on with the second: as where a controller puts back
   * the release that was rolled back.
   */
  private static Instant deployedAgainAt(Releases releases, Release release, Instant began) {
    Duration sinceTheFirst = Duration.between(release.createdAt(), began);
    boolean beganWithTheFirst =
        sinceTheFirst.compareTo(BEFORE.negated()) >= 0 && sinceTheFirst.compareTo(AFTER) <= 0;
    return beganWithTheFirst ? release.createdAt() : rolloutOf(releases, release);
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
    Optional<Usual> usual = symptoms.usual();
    boolean linesFromBefore =
        usual.isPresent()
            || symptoms.allLines().stream().anyMatch(it -> it.firstSeen().isBefore(rollout));
    Optional<LogPattern> fresh =
        symptoms.lines().stream()
            .filter(it -> it.count() >= Symptoms.SEVERAL)
            .limit(5)
            .filter(it -> it.firstSeen().isAfter(rollout))
            .filter(it -> it.firstSeen().isBefore(rollout.plus(WITH)))
            .filter(it -> !wasThereBefore(usual, it, rollout))
            .findFirst();
    return when(
        linesFromBefore && fresh.isPresent(),
        NEW_ERROR_MESSAGE_SINCE_ROLLOUT,
        fresh.stream()
            .map(it -> "'%s' %s first at %s".formatted(it.message(), it.error(), it.firstSeen())));
  }

  /** The logs of pods that are gone are gone, too; the watch has read them. */
  private static boolean wasThereBefore(Optional<Usual> usual, LogPattern line, Instant rollout) {
    return usual
        .flatMap(it -> it.pattern(line))
        .filter(it -> it.firstSeen().isBefore(rollout))
        .isPresent();
  }
}
