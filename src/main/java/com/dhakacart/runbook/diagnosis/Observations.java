package com.dhakacart.runbook.diagnosis;

import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.Details;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What in the evidence speaks for or against a cause. What could not be asked makes nothing true.
 * The thresholds come from measured incidents of the real backend.
 */
public final class Observations {

  /** What makes new pods useless or worse, and comes and goes without the backend's doing. */
  private static final Set<Kind> OF_THE_DATABASE =
      EnumSet.of(
          Kind.DATABASE_REFUSES_CONNECTIONS,
          Kind.DATABASE_NOT_REACHED,
          Kind.DATABASE_REFUSES_LOGINS,
          Kind.DATABASE_SILENT,
          Kind.DATABASE_NO_FREE_SLOTS,
          Kind.DATABASE_LOCK_HELD_BY_OTHERS);

  /** Somebody may deploy, or roll back, while approval is asked. */
  private static final Set<Kind> OF_THE_RELEASE =
      EnumSet.of(
          Kind.ERRORS_BEGAN_WITH_ROLLOUT,
          Kind.ERRORS_BEGAN_AFTER_ROLLOUT,
          Kind.ERRORS_BEGAN_BEFORE_ROLLOUT,
          Kind.NO_RECENT_RELEASE,
          Kind.PODS_REPLACED_UNDER_MUTABLE_TAG,
          Kind.ROLLOUT_CHANGED_TEMPLATE_NOT_IMAGE_TAG,
          Kind.ROLLOUT_CHANGED_MARKS_ONLY,
          Kind.RELEASE_LOWERED_LIMITS,
          Kind.RELEASE_DEPLOYED_AGAIN,
          Kind.LATEST_REVISION_RAN_BEFORE);

  private Observations() {}

  public static List<Observation> in(Evidence evidence, Circumstances circumstances) {
    Symptoms symptoms = new Symptoms(evidence, circumstances);
    List<Optional<Observation>> signs = new ArrayList<>();
    signs.addAll(ErrorSigns.of(symptoms));
    signs.addAll(DatabaseSigns.of(symptoms));
    signs.addAll(DependencySigns.of(symptoms));
    signs.addAll(ReleaseSigns.of(symptoms));
    signs.addAll(ResourceSigns.of(symptoms));
    signs.addAll(PodSigns.of(symptoms));
    return signs.stream().flatMap(Optional::stream).toList();
  }

  /**
   * What was observed before, with the database and the releases as they are now. What could not be
   * asked again counts as it was: who said it has to say otherwise. Only the pods can tell that
   * they reach the database, and only it can tell that it has room for one more and that no lock is
   * held.
   *
   * @param then what it was observed in
   */
  public static List<Observation> anew(
      List<Observation> before, Evidence then, Evidence now, Circumstances circumstances) {
    List<Observation> all =
        new ArrayList<>(
            in(now, circumstances).stream()
                .filter(it -> isOfDatabase(it.kind()) || OF_THE_RELEASE.contains(it.kind()))
                .toList());
    before.stream().filter(it -> !isAskedAgain(it.kind(), then, now)).forEach(all::add);
    return all;
  }

  private static boolean isAskedAgain(Kind kind, Evidence then, Evidence now) {
    if (!isOfDatabase(kind)) {
      return OF_THE_RELEASE.contains(kind) && now.answers(EvidencePart.RELEASES);
    }
    return switch (kind) {
      case DATABASE_SILENT -> now.answers(EvidencePart.DATABASE_ACTIVITY);
      case DATABASE_LOCK_HELD_BY_OTHERS -> databaseAccepts(now);
      // a pod that has its connections says nothing of those that want one
      case DATABASE_NO_FREE_SLOTS, DATABASE_REFUSES_LOGINS ->
          databaseTookNone(then) ? databaseAccepts(now) : podsSpeakOfTheDatabase(now);
      default -> podsSpeakOfTheDatabase(now);
    };
  }

  private static boolean databaseTookNone(Evidence then) {
    return then.known(EvidencePart.DATABASE_ACTIVITY)
        .filter(it -> !it.takesConnections())
        .isPresent();
  }

  /** Where it is full, it says so anew. */
  private static boolean databaseAccepts(Evidence now) {
    return now.known(EvidencePart.DATABASE_ACTIVITY)
        .filter(it -> it.access() == DatabaseActivity.Access.ACCEPTS)
        .isPresent();
  }

  private static boolean podsSpeakOfTheDatabase(Evidence now) {
    return now.known(EvidencePart.HEALTH).orElse(List.of()).stream()
        .anyMatch(it -> it.database() != null);
  }

  /**
   * Whether it says that the database takes no new connection or is not reached, does not answer,
   * or that a lock is held in it.
   */
  public static boolean isOfDatabase(Kind kind) {
    return OF_THE_DATABASE.contains(kind);
  }

  /** Whether only its own team can mend that: the way to it is not in their hands. */
  public static boolean isForItsTeam(Kind kind) {
    return isOfDatabase(kind) && kind != Kind.DATABASE_NOT_REACHED;
  }

  /** Whose rollout runs, if any; asked apart, since it is over or begun in seconds. */
  public static Optional<Observation> rollout(Evidence now, Circumstances circumstances) {
    return ReleaseSigns.rollout(new Symptoms(now, circumstances));
  }

  /** Whether it is about a rollout that runs. */
  public static boolean isOfARollout(Kind kind) {
    return kind == Kind.ROLLOUT_RUNNING || kind == Kind.SUSPECTED_ROLLOUT_RUNNING;
  }

  static Optional<Observation> when(boolean seen, Kind kind, String detail) {
    return seen ? Optional.of(new Observation(kind, detail)) : Optional.empty();
  }

  static Optional<Observation> when(boolean seen, Kind kind, Stream<String> details) {
    return when(seen, kind, Details.of(details));
  }
}
