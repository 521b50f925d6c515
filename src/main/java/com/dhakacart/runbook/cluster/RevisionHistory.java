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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code kubectl rollout history}, from the Deployment and the ReplicaSets that it owns. */
public final class RevisionHistory {

  public static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String EARLIER_REVISIONS = "deployment.kubernetes.io/revision-history";
  private static final String CHANGE_CAUSE = "kubernetes.io/change-cause";

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
    ReplicaSet before = null;
    for (ReplicaSet one : byRevision) {
      boolean isCurrent = current.filter(one::equals).isPresent();
      all.add(
          new Release(
              revision(one),
              one.getMetadata().getName(),
              images(one.getSpec().getTemplate()),
              Instant.parse(one.getMetadata().getCreationTimestamp()),
              annotations(one).get(CHANGE_CAUSE),
              isCurrent,
              origin(one, before),
              ranBefore(one),
              before == null ? null : difference(one, before)));
      before = one;
    }
    return new Releases(all, current.map(one -> rolledOutAt(one, activePods)).orElse(null));
  }

  /** What the runbook did itself it has marked, and the controller copies the mark. */
  public static Origin origin(ReplicaSet one, ReplicaSet before) {
    if (before == null) {
      return Origin.FIRST;
    }
    if (differOnlyInRestart(one, before)) {
      return Origin.RESTART;
    }
    return isOurs(one, before) ? Origin.RUNBOOK : Origin.RELEASE;
  }

  private static boolean isOurs(ReplicaSet one, ReplicaSet before) {
    Set<String> newMarks = new HashSet<>(ChangeMarks.in(annotations(one)));
    newMarks.removeAll(ChangeMarks.in(annotations(before)));
    return !newMarks.isEmpty();
  }

  private static Release.Difference difference(ReplicaSet one, ReplicaSet before) {
    TemplateChanges changes =
        TemplateChanges.between(
            tree(before.getSpec().getTemplate()), tree(one.getSpec().getTemplate()));
    return new Release.Difference(changes.inWords(), changes.loweredLimits(), isOurs(one, before));
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
    Instant created = Instant.parse(current.getMetadata().getCreationTimestamp());
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
