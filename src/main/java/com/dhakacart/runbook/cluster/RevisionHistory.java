package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Release.Origin;
import com.dhakacart.runbook.incident.Releases;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code kubectl rollout history}, from the Deployment and the ReplicaSets that it owns. */
public final class RevisionHistory {

  public static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String EARLIER_REVISIONS = "deployment.kubernetes.io/revision-history";
  private static final String CHANGE_CAUSE = "kubernetes.io/change-cause";

  /**
   * Annotations that stay with the Deployment in a rollback (annotationsToSkip in kubectl's
   * rollback.go).
   */
  public static final Set<String> STAYS_IN_A_ROLLBACK =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          REVISION,
          EARLIER_REVISIONS,
          "deployment.kubernetes.io/desired-replicas",
          "deployment.kubernetes.io/max-replicas",
          "deprecated.deployment.rollback.to",
          // ours: written anew with every change
          ChangeMarks.ANNOTATION);

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  /** The mark has the runbook's clock, the ReplicaSet the API server's. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

  private final Deployment deployment;
  private final List<ReplicaSet> byRevision;

  public RevisionHistory(Deployment deployment, List<ReplicaSet> owned) {
    this.deployment = deployment;
    this.byRevision =
        owned.stream()
            .filter(one -> revision(one) > 0)
            .sorted(Comparator.comparingLong(RevisionHistory::revision))
            .toList();
  }

  public static long revision(ReplicaSet replicaSet) {
    String revision = annotations(replicaSet).get(REVISION);
    return revision == null ? 0 : Long.parseLong(revision);
  }

  /**
   * The ReplicaSet with the Deployment's template, the oldest where several have it, as the
   * controller chooses; while it is not made yet, the newest one.
   */
  public Optional<ReplicaSet> current() {
    return ofTheTemplate().or(this::newest);
  }

  /** As above; empty while the controller has not made it. */
  Optional<ReplicaSet> ofTheTemplate() {
    JsonNode wanted = Templates.withoutHash(tree(deployment.getSpec().getTemplate()));
    return byRevision.stream()
        .filter(one -> Templates.withoutHash(tree(one.getSpec().getTemplate())).equals(wanted))
        .min(Comparator.comparing((ReplicaSet one) -> one.getMetadata().getCreationTimestamp()));
  }

  /**
   * The release before the one that runs: where a rollback goes. Restarts and what the runbook
   * changed itself are no releases, and what it took back left none behind.
   */
  public Optional<ReplicaSet> releaseBefore() {
    Optional<ReplicaSet> current = current();
    List<Ran> course = course();
    int at = course.size() - 1;
    while (at > 0 && !course.get(at).isOf(current.orElse(null))) {
      at--;
    }
    for (; at > 0; at--) {
      ReplicaSet before = course.get(at - 1).replicaSet();
      if (course.get(at).origin() == Origin.RELEASE && current.filter(before::equals).isEmpty()) {
        return Optional.of(before);
      }
    }
    return Optional.empty();
  }

  /** All but the current one, newest first. */
  public List<ReplicaSet> earlier() {
    Optional<String> current = current().map(one -> one.getMetadata().getName());
    List<ReplicaSet> earlier = new ArrayList<>(byRevision);
    earlier.removeIf(one -> current.filter(one.getMetadata().getName()::equals).isPresent());
    earlier.sort(Comparator.comparingLong(RevisionHistory::revision).reversed());
    return earlier;
  }

  /**
   * @param activePods the Deployment's pods, of all revisions
   */
  Releases releases(List<Pod> activePods) {
    Optional<ReplicaSet> current = current();
    List<Release> all = new ArrayList<>();
    Ran before = null;
    for (ReplicaSet one : byRevision) {
      boolean isCurrent = current.filter(one::equals).isPresent();
      Ran ran = isCurrent ? asItCame(one) : Ran.of(one).after(before);
      all.add(
          new Release(
              revision(one),
              one.getMetadata().getName(),
              images(one.getSpec().getTemplate()),
              created(one),
              annotations(one).get(CHANGE_CAUSE),
              isCurrent,
              ran.origin(),
              ranBefore(one),
              ran.difference()));
      before = Ran.of(one);
    }
    return new Releases(all, current.map(one -> rolledOutAt(one, activePods)).orElse(null));
  }

  private Ran asItCame(ReplicaSet one) {
    return course().stream()
        .filter(it -> it.isOf(one))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  /**
   * What ran one after the other, oldest first; a ReplicaSet that was returned to is there once for
   * each time. What the runbook changed and took back is not: the release goes on below it.
   */
  private List<Ran> course() {
    List<Ran> course = new ArrayList<>();
    for (Ran next : everyRevision()) {
      Ran one = next.after(course.isEmpty() ? null : course.get(course.size() - 1));
      int at = one.isNoRelease() ? belowOurs(course) : -1;
      while (at >= 0 && at < course.size() && !course.get(at).isOf(one.replicaSet())) {
        at++;
      }
      if (at >= 0 && at < course.size()) {
        course.subList(at + 1, course.size()).clear();
        course.set(at, course.get(at).withMarks(one.marks()));
      } else {
        course.add(one);
      }
    }
    return course;
  }

  /** Where the newest release stands, or whatever was first. */
  private static int belowOurs(List<Ran> course) {
    int at = course.size() - 1;
    while (at > 0 && course.get(at).isNoRelease()) {
      at--;
    }
    return at;
  }

  private List<Ran> everyRevision() {
    Map<Long, Ran> every = new TreeMap<>();
    for (ReplicaSet one : byRevision) {
      for (String earlier : annotations(one).getOrDefault(EARLIER_REVISIONS, "").split(",")) {
        if (NUMBER.matcher(earlier).matches()) {
          every.put(Long.parseLong(earlier), Ran.atFirst(one));
        }
      }
    }
    byRevision.forEach(one -> every.put(revision(one), Ran.of(one)));
    return List.copyOf(every.values());
  }

  /**
   * A revision and how it came about. What the runbook did itself it has marked, and the controller
   * copies the mark.
   *
   * @param marks of all changes of the runbook until then
   * @param before what ran before it; null for nothing
   * @param isOurs whether a change of the runbook made it, a restart among them
   */
  private record Ran(
      ReplicaSet replicaSet, Set<String> marks, Ran before, Origin origin, boolean isOurs) {

    static Ran of(ReplicaSet one) {
      return first(one, Set.copyOf(ChangeMarks.in(annotations(one))));
    }

    private static Ran first(ReplicaSet one, Set<String> marks) {
      return new Ran(one, marks, null, Origin.FIRST, false);
    }

    /** Before it was returned to: the marks of later changes are not its own. */
    static Ran atFirst(ReplicaSet one) {
      Instant made = created(one).plus(CLOCKS_DIFFER);
      return first(
          one,
          ChangeMarks.in(annotations(one)).stream()
              .filter(it -> ChangeMarks.madeAt(it).filter(made::isBefore).isEmpty())
              .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * @param other null for nothing
     */
    Ran after(Ran other) {
      if (other == null) {
        return first(replicaSet, marks);
      }
      boolean ours = !other.marks().containsAll(marks);
      Origin how =
          differOnlyInRestart(replicaSet, other.replicaSet())
              ? Origin.RESTART
              : ours ? Origin.RUNBOOK : Origin.RELEASE;
      return new Ran(replicaSet, marks, other, how, ours);
    }

    Ran withMarks(Set<String> others) {
      return new Ran(replicaSet, others, before, origin, isOurs);
    }

    boolean isOf(ReplicaSet one) {
      return replicaSet.equals(one);
    }

    boolean isNoRelease() {
      return origin == Origin.RESTART || origin == Origin.RUNBOOK;
    }

    /** Null for the first. */
    Release.Difference difference() {
      if (before == null) {
        return null;
      }
      TemplateChanges changes =
          TemplateChanges.between(
              tree(before.replicaSet().getSpec().getTemplate()),
              tree(replicaSet.getSpec().getTemplate()));
      return new Release.Difference(changes.inWords(), changes.loweredLimits(), isOurs);
    }
  }

  private static boolean differOnlyInRestart(ReplicaSet one, ReplicaSet other) {
    return Templates.withoutMarks(tree(one.getSpec().getTemplate()))
        .equals(Templates.withoutMarks(tree(other.getSpec().getTemplate())));
  }

  /**
   * A ReplicaSet is made when its rollout begins. One that is rolled back to is reused and keeps
   * its age: then its oldest pod is as old as the return to it. The Deployment's Progressing
   * condition is no substitute: it moves with every scaling, too, so that it only helps where no
   * pod is left.
   */
  private Instant rolledOutAt(ReplicaSet current, List<Pod> activePods) {
    Instant created = created(current);
    if (!ranBefore(current)) {
      return created;
    }
    String hash = current.getMetadata().getLabels().get(PodStates.TEMPLATE_HASH);
    return activePods.stream()
        .filter(pod -> hash != null)
        .filter(pod -> hash.equals(pod.getMetadata().getLabels().get(PodStates.TEMPLATE_HASH)))
        .map(pod -> Instant.parse(pod.getMetadata().getCreationTimestamp()))
        .min(Comparator.naturalOrder())
        .or(this::lastProgress)
        .orElse(created);
  }

  private Optional<Instant> lastProgress() {
    if (deployment.getStatus() == null) {
      return Optional.empty();
    }
    return deployment.getStatus().getConditions().stream()
        .filter(one -> "Progressing".equals(one.getType()) && one.getLastUpdateTime() != null)
        .map(one -> Instant.parse(one.getLastUpdateTime()))
        .findFirst();
  }

  private Optional<ReplicaSet> newest() {
    return byRevision.isEmpty()
        ? Optional.empty()
        : Optional.of(byRevision.get(byRevision.size() - 1));
  }

  private static Instant created(ReplicaSet replicaSet) {
    return Instant.parse(replicaSet.getMetadata().getCreationTimestamp());
  }

  private static boolean ranBefore(ReplicaSet replicaSet) {
    String earlier = annotations(replicaSet).get(EARLIER_REVISIONS);
    return earlier != null && !earlier.isBlank();
  }

  public static List<String> images(PodTemplateSpec template) {
    return template.getSpec().getContainers().stream().map(Container::getImage).toList();
  }

  private static JsonNode tree(PodTemplateSpec template) {
    return Serialization.jsonMapper().valueToTree(template);
  }

  private static Map<String, String> annotations(ReplicaSet replicaSet) {
    Map<String, String> annotations = replicaSet.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }
}
