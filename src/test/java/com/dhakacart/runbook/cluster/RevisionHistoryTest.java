package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Release.Origin;
import com.dhakacart.runbook.incident.Releases;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevisionHistoryTest {

  private static final String PROBE = "a/1-probe@2026-01-06T00:00:00Z";
  private static final String TAKEN_BACK = "a/1-back@2026-01-07T00:00:00Z";

  @Test
  void markIsNewInARevision_theRunbookMadeIt_andTheNextOneThatInheritsItIsARelease() {
    ReplicaSet first = replicaSet(1, "v1", null);
    ReplicaSet raised =
        marked(replicaSet(2, "v1-more-memory", null), "a/1-raise@2026-01-01T00:00:00Z");
    ReplicaSet released = marked(replicaSet(3, "v2", null), "a/1-raise@2026-01-01T00:00:00Z");

    assertThat(origins(deployment("v2"), first, raised, released))
        .containsExactly(Origin.FIRST, Origin.RUNBOOK, Origin.RELEASE);
  }

  /** Its pods run what they ran before, so that the release goes on, and can be left. */
  @Test
  void probeWasTakenBack_theReleaseGoesOn_andTheOneBeforeItIsWhereARollbackGoes() {
    ReplicaSet good = replicaSet(4, "v1", null);
    ReplicaSet bad = again(replicaSet(5, "v2", null), 7, "5", PROBE, TAKEN_BACK);
    ReplicaSet probe = restarted(marked(replicaSet(6, "v2", null), PROBE));

    assertThat(origins(deployment("v2"), good, probe, bad))
        .containsExactly(Origin.FIRST, Origin.RUNBOOK, Origin.RELEASE);
    assertThat(revisionBefore(deployment("v2"), good, bad, probe)).isEqualTo(4);
  }

  @Test
  void limitsAndARestartWereUndone_theReleaseGoesOn() {
    ReplicaSet good = replicaSet(4, "v1", null);
    ReplicaSet bad = again(replicaSet(5, "v2", null), 8, "5", PROBE, TAKEN_BACK);
    ReplicaSet raised = marked(replicaSet(6, "v2-more-memory", null), PROBE);
    ReplicaSet restarted = restarted(marked(replicaSet(7, "v2-more-memory", null), PROBE));

    assertThat(origins(deployment("v2"), good, raised, restarted, bad)).endsWith(Origin.RELEASE);
    assertThat(revisionBefore(deployment("v2"), good, bad, raised, restarted)).isEqualTo(4);
  }

  @Test
  void rollbackWasUndone_andIsWantedAgain_itGoesThereAgain() {
    ReplicaSet good = again(replicaSet(4, "v1", null), 6, "4", PROBE);
    ReplicaSet bad = again(replicaSet(5, "v2", null), 7, "5", PROBE, TAKEN_BACK);

    assertThat(origins(deployment("v2"), good, bad)).endsWith(Origin.RELEASE);
    assertThat(revisionBefore(deployment("v2"), good, bad)).isEqualTo(6);
  }

  @Test
  void rolledBackByUs_isNoRelease_andTheNextRollbackGoesFurther() {
    ReplicaSet oldest = replicaSet(1, "v0", null);
    ReplicaSet good = again(replicaSet(2, "v1", null), 4, "2", PROBE);
    ReplicaSet bad = replicaSet(3, "v2", null);

    assertThat(origins(deployment("v1"), oldest, bad, good)).endsWith(Origin.RUNBOOK);
    assertThat(revisionBefore(deployment("v1"), oldest, bad, good)).isEqualTo(1);
  }

  @Test
  void badReleaseDeployedAgainAfterItsRollback_isARelease() {
    ReplicaSet good = again(replicaSet(1, "v1", null), 3, "1", PROBE);
    ReplicaSet bad = again(replicaSet(2, "v2", null), 4, "2", PROBE);

    assertThat(origins(deployment("v2"), good, bad)).endsWith(Origin.RELEASE);
    assertThat(revisionBefore(deployment("v2"), good, bad)).isEqualTo(3);
  }

  @Test
  void newRevision_rolledOutWhenItsReplicaSetWasMade() {
    Releases releases =
        new RevisionHistory(
                deployment("v2"), List.of(replicaSet(1, "v1", null), replicaSet(2, "v2", null)))
            .releases(List.of(pod("hash-2", "2026-01-09T00:00:00Z")));

    assertThat(releases.rolledOutAt()).isEqualTo("2026-01-02T00:00:00Z");
  }

  @Test
  void revisionThatRanBefore_rolledOutWithItsOldestPod() {
    Releases releases =
        new RevisionHistory(
                deployment("v1"), List.of(replicaSet(3, "v1", "1"), replicaSet(2, "v2", null)))
            .releases(
                List.of(
                    pod("hash-3", "2026-01-08T00:00:00Z"),
                    pod("hash-3", "2026-01-07T00:00:00Z"),
                    pod("hash-2", "2026-01-05T00:00:00Z")));

    assertThat(releases.rolledOutAt()).isEqualTo("2026-01-07T00:00:00Z");
    assertThat(releases.current().map(Release::ranBefore)).hasValue(true);
    assertThat(releases.previous().map(Release::revision)).hasValue(2L);
  }

  @Test
  void revisionThatRanBeforeAndHasNoPod_rolledOutWhenTheDeploymentLastMoved() {
    Deployment deployment =
        new DeploymentBuilder(deployment("v1"))
            .withNewStatus()
            .addNewCondition()
            .withType("Progressing")
            .withLastUpdateTime("2026-01-06T00:00:00Z")
            .endCondition()
            .endStatus()
            .build();

    assertThat(
            new RevisionHistory(deployment, List.of(replicaSet(3, "v1", "1")))
                .releases(List.of())
                .rolledOutAt())
        .isEqualTo(Instant.parse("2026-01-06T00:00:00Z"));
  }

  @Test
  void releases_areReadBackFromJsonAsTheyWereWritten() throws Exception {
    Releases releases =
        new RevisionHistory(deployment("v1"), List.of(replicaSet(3, "v1", "1")))
            .releases(List.of());
    ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());

    assertThat(json.readValue(json.writeValueAsString(releases), Releases.class))
        .isEqualTo(releases);
  }

  private static List<Origin> origins(Deployment deployment, ReplicaSet... byRevision) {
    return new RevisionHistory(deployment, List.of(byRevision))
        .releases(List.of()).all().stream().map(Release::origin).toList();
  }

  private static long revisionBefore(Deployment deployment, ReplicaSet... owned) {
    return new RevisionHistory(deployment, List.of(owned))
        .releaseBefore()
        .map(RevisionHistory::revision)
        .orElse(0L);
  }

  /** The controller gives what it returns to a new revision, and the Deployment's marks of then. */
  private static ReplicaSet again(
      ReplicaSet replicaSet, int revision, String earlier, String... marks) {
    var annotations = replicaSet.getMetadata().getAnnotations();
    annotations.put(RevisionHistory.REVISION, String.valueOf(revision));
    annotations.put("deployment.kubernetes.io/revision-history", earlier);
    annotations.put(ChangeMarks.ANNOTATION, String.join(" ", marks));
    return replicaSet;
  }

  private static ReplicaSet restarted(ReplicaSet replicaSet) {
    replicaSet
        .getSpec()
        .getTemplate()
        .getMetadata()
        .setAnnotations(Map.of("kubectl.kubernetes.io/restartedAt", "2026-01-06T00:00:00Z"));
    return replicaSet;
  }

  private static Deployment deployment(String tag) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("backend")
        .endMetadata()
        .withNewSpec()
        .withTemplate(template(tag))
        .endSpec()
        .build();
  }

  private static ReplicaSet replicaSet(int revision, String tag, String earlier) {
    PodTemplateSpec template = template(tag);
    template.getMetadata().getLabels().put("pod-template-hash", "hash-" + revision);
    ReplicaSet replicaSet =
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withName("backend-hash-" + revision)
            .withCreationTimestamp("2026-01-0" + revision + "T00:00:00Z")
            .addToLabels("pod-template-hash", "hash-" + revision)
            .addToAnnotations(RevisionHistory.REVISION, String.valueOf(revision))
            .endMetadata()
            .withNewSpec()
            .withTemplate(template)
            .endSpec()
            .build();
    if (earlier != null) {
      replicaSet
          .getMetadata()
          .getAnnotations()
          .put("deployment.kubernetes.io/revision-history", earlier);
    }
    return replicaSet;
  }

  private static ReplicaSet marked(ReplicaSet replicaSet, String mark) {
    replicaSet.getMetadata().getAnnotations().put(ChangeMarks.ANNOTATION, mark);
    return replicaSet;
  }

  private static PodTemplateSpec template(String tag) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .addToLabels("app", "backend")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("backend")
        .withImage("dhakacart/backend:" + tag)
        .endContainer()
        .endSpec()
        .build();
  }

  private static Pod pod(String hash, String created) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(hash + created)
        .withCreationTimestamp(created)
        .addToLabels("pod-template-hash", hash)
        .endMetadata()
        .build();
  }
}
