package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.incident.EvidencePart.IMAGES;
import static com.dhakacart.runbook.incident.EvidencePart.PODS;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.OBSERVED;
import static com.dhakacart.runbook.process.IncidentVariables.PLANNED_CHANGE;
import static com.dhakacart.runbook.process.IncidentVariables.REMEDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.fixtures.Changes;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.ImageNote;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RolloutStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlanRollbackTest {

  private final Remediation here = new Remediation();

  @Test
  void errorsBeganWithTheRelease_aRollbackIsProposed() {
    plan(new Observation(Kind.ERRORS_BEGAN_WITH_ROLLOUT, "seconds after"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.ROLLBACK);
    assertThat(here.step.get(PLANNED_CHANGE).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ERRORS_BEGAN_BEFORE_ROLLOUT, older than the release",
    "LATEST_REVISION_RAN_BEFORE, bring back the one that somebody has left",
    "ROLLOUT_CHANGED_MARKS_ONLY, the tag decides",
    "DATABASE_REFUSES_CONNECTIONS, would not become ready either",
    "DATABASE_NOT_REACHED, its name in the DNS"
  })
  void rollbackThatWouldDoHarm_isNotProposed_andTheReasonIsGiven(Kind seen, String because) {
    plan(new Observation(seen, "at 22:40"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains(because, "Seen: at 22:40");
    verify(here.cluster, never()).planRollBack(any(), any());
  }

  /** A person who chose the cause may know of a slow leak. */
  @Test
  void releaseIsHoursOld_isWarnedOf() {
    plan(new Observation(Kind.NO_RECENT_RELEASE, "hours before"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.ROLLBACK);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains("no release in the half hour");
  }

  /** The release itself has the wrong address, and only going back helps. */
  @Test
  void databaseRefusesSinceTheRelease_aRollbackIsProposed() {
    plan(
        new Observation(Kind.DATABASE_NOT_REACHED, "ENOTFOUND"),
        new Observation(Kind.ERRORS_BEGAN_WITH_ROLLOUT, "seconds after"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.ROLLBACK);
  }

  /** kubectl's undo restores the whole template, whatever the image says. */
  @Test
  void releaseChangedAnythingButTheImage_aRollbackIsProposed_andSaysWhatItChanges() {
    plan(
        new Observation(Kind.ERRORS_BEGAN_WITH_ROLLOUT, "seconds after"),
        new Observation(Kind.ROLLOUT_CHANGED_TEMPLATE_NOT_IMAGE_TAG, "the same image"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.ROLLBACK);
    assertThat(here.step.get(PLANNED_CHANGE).summary())
        .endsWith("back to the release before: spec.containers[backend].env[DB_HOST]");
    assertThat(here.step.get(PLANNED_CHANGE).warnings()).isEmpty();
  }

  /** The faulty release is deployed a second time, after its rollback: that is no rescue. */
  @Test
  void errorsBeganWithTheReturnToAnEarlierRelease_aRollbackIsProposed_withTheWarning() {
    plan(
        new Observation(Kind.ERRORS_BEGAN_WITH_ROLLOUT, "seconds after"),
        new Observation(Kind.LATEST_REVISION_RAN_BEFORE, "revision 4 is a return"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.ROLLBACK);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains("somebody has left", "revision 4 is a return");
  }

  @Test
  void releaseLoweredALimit_theOtherWayIsNamed() {
    plan(
        new Observation(Kind.ERRORS_BEGAN_WITH_ROLLOUT, "seconds after"),
        new Observation(Kind.RELEASE_LOWERED_LIMITS, "revision 2 lowered cpu"));
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains("Two ways: revision 2 lowered cpu", "Memory or CPU exhaustion");
  }

  /** No new pod becomes ready, the old ones serve: going back is what ends it. */
  @ParameterizedTest
  @EnumSource(names = {"RUNNING", "FAILED"})
  void rolloutOfTheReleaseStillRunsOrIsStuck_aRollbackIsProposed(RolloutStatus.State state) {
    here.rollout(state, true);
    here.runs(release(Release.Origin.RELEASE, false), Remediation.NOW.minusSeconds(60));
    plan(new Observation(Kind.ERRORS_BEGAN_WITH_ROLLOUT, "seconds after"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.ROLLBACK);
  }

  @Test
  void rolloutOfSomebodyElseBeganAfterTheErrors_nothingIsProposed_andItIsSaidHowToGetPastIt() {
    here.rollout(RolloutStatus.State.RUNNING, true);
    here.runs(release(Release.Origin.RESTART, false), Remediation.NOW.plusSeconds(60));
    plan(new Observation(Kind.ERRORS_BEGAN_WITH_ROLLOUT, "seconds after"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains("began after the errors", "kubectl rollout undo", "as told", "revision 2");
  }

  /** A restart that was made for nothing must not stand in the way of the next cause. */
  @Test
  void rolloutOfTheRunbookItselfStillRuns_aRollbackIsProposed() {
    here.rollout(RolloutStatus.State.RUNNING, true);
    here.runs(release(Release.Origin.RESTART, true), Remediation.NOW.plusSeconds(60));
    plan(new Observation(Kind.ERRORS_BEGAN_WITH_ROLLOUT, "seconds after"));
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.ROLLBACK);
  }

  /** No plan of its own: what heals is typed by a person, who sees both digests. */
  @ParameterizedTest
  @CsvSource({"ROLLOUT_CHANGED_MARKS_ONLY, NONE", "IMAGE_REPLACED_UNDER_ITS_TAG, NONE"})
  void imageWasReplacedUnderItsTag_theEarlierDigestIsNamed_withTheCommandThatPinsIt(
      Kind seen, Remedy remedy) {
    imageWas("reg.example:5000/shop/web@sha256:" + "a".repeat(64));
    plan(new Observation(seen, "at 22:40"));
    assertThat(here.step.get(REMEDY)).isEqualTo(remedy);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains(
            "digest before sha256:aaa",
            "digest now sha256:bbb",
            "kubectl set image deployment/dhakacart-backend web=reg.example:5000/shop/web@sha256:"
                + "a".repeat(64)
                + " -n dhakacart");
  }

  /** As where it was loaded onto the node by hand. */
  @Test
  void imageIsOfNoRegistry_nothingPinsIt_andItIsSaidWhatToDo() {
    imageWas("sha256:" + "a".repeat(64));
    plan(new Observation(Kind.IMAGE_REPLACED_UNDER_ITS_TAG, "at 22:40"));
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains("digest before sha256:aaa", "deploy the last good build under a tag of its own")
        .doesNotContain("kubectl set image");
  }

  private void imageWas(String before) {
    String image = "reg.example:5000/shop/web:latest";
    ContainerState web =
        new ContainerState(
            "web",
            ContainerState.Role.SERVES,
            image,
            "reg.example:5000/shop/web@sha256:" + "b".repeat(64),
            null,
            0,
            null,
            null);
    PodState pod =
        new PodState(
            "web-1",
            "Running",
            true,
            image,
            "web-2",
            Remediation.NOW,
            0,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(web));
    here.step
        .with(seen(PODS), Answer.of("pods", Remediation.NOW, List.of(pod)))
        .with(
            seen(IMAGES),
            Answer.of(
                "notes",
                Remediation.NOW,
                List.of(
                    new ImageNote(
                        "web",
                        image,
                        before,
                        Remediation.NOW.minusSeconds(9000),
                        Remediation.NOW.minusSeconds(90)))));
  }

  private static Release release(Release.Origin origin, boolean ours) {
    return new Release(
        2,
        "web-2",
        List.of("web:v2"),
        Remediation.NOW,
        null,
        true,
        origin,
        false,
        new Release.Difference(List.of("spec.containers[web].image"), List.of(), ours));
  }

  private void plan(Observation... observed) {
    here.step.with(OBSERVED, List.of(observed));
    when(here.cluster.planRollBack(any(), any()))
        .thenAnswer(
            it ->
                Changes.change(
                    it.getArgument(1),
                    ChangeKind.ROLL_BACK,
                    List.of("spec.containers[backend].env[DB_HOST]")));
    new PlanRollback(here.cluster, here.planning).execute(here.step.execution());
  }
}
