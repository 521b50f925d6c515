package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.report.BadRelease.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.report.IncidentView.Paged;
import com.dhakacart.runbook.report.IncidentView.Sentence;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody reads who has seen nothing of the incident yet. */
class IncidentInWordsTest {

  private static final Instant NOW = at("23:09:40");

  // The first measurement stood above "Well again" as if it were the newest.
  @Test
  void recoveryIsWatched_saysTheNewestMeasurementWithItsTime_andUntilWhenItHasToHold() {
    assertThat(words(BadRelease.watched()))
        .startsWith("At 23:09:36 UTC customers got: error rate 0.0 % of ")
        .contains(
            "Errors began at 23:05:22 UTC.",
            "Well since 23:07:36 UTC, and has to stay so until 23:10:36 UTC.",
            "Recovery is watched until 23:16:35 UTC")
        .doesNotContain("22.8 %", "Well again", "Customers get");
  }

  @Test
  void nothingWasMeasuredSince_saysWhenTheFirstWas() {
    assertThat(words(BadRelease.waitingForApproval()))
        .startsWith("At 23:06:03 UTC customers got: error rate 22.8 % of ");
  }

  @Test
  void nothingAnswers_saysThatItIsNotKnown_andWhatIsNotWell() {
    assertThat(words(BadRelease.nothingAnswers()))
        .contains(
            " it was not known what customers get: ",
            "Not well at 23:11:02 UTC: error rate unknown: Prometheus is away.");
  }

  @Test
  void incidentIsOver_saysWhatCustomersGotAtFirst_andSinceWhenItIsWell() {
    assertThat(words(BadRelease.closed()))
        .contains("At first customers got: error rate 22.8 %", "Well again since 23:07:36 UTC.")
        .doesNotContain("has to stay so", "is watched");
  }

  // "Recovered in 2 min 45 s" was shown while it had still to hold.
  @Test
  void recoveredIn_isSaidOnceItIsOver() {
    assertThat(view(BadRelease.watched()).measures()).doesNotContainKey("Recovered in");
    assertThat(view(BadRelease.closed()).measures()).containsEntry("Recovered in", "2 min 4 s");
  }

  // "Code deployment, confidence 0 %" was what a person had chosen.
  @Test
  void personChoseAnotherCause_saysWho_andWhatTheRankingSays() {
    assertThat(words(BadRelease.watchedForAnotherCause()))
        .contains(
            "Cause: Database connections, chosen by senior; the ranking says Code deployment.")
        .doesNotContain("confidence");
    assertThat(words(BadRelease.watched()))
        .contains("Cause: Code deployment, confidence 92 % (its lead in score).");
    assertThat(
            new IncidentReports(new MarkdownBriefings(LocalTimes.UTC), LocalTimes.UTC)
                .write(BadRelease.watchedForAnotherCause())
                .markdown())
        .contains("**Database connections**, chosen by senior; the ranking says Code deployment.")
        .contains("It is measured well since 23:07:36, and has to stay so.");
  }

  @Test
  void teamsThatWereCalled_areSaidWhileItIsOpen() {
    assertThat(view(BadRelease.waitingForApproval()).paged())
        .containsExactly(new Paged("Senior Engineer", at("23:06:20"), false));
    assertThat(view(BadRelease.closed()).paged()).isEmpty();
  }

  private static IncidentView view(IncidentHistory history) {
    return new PlainIncidentViews(new PlainTaskBriefings()).of(history, NOW);
  }

  private static String words(IncidentHistory history) {
    List<Sentence> sentences = view(history).inWords();
    return String.join("\n", sentences.stream().map(Sentence::toString).toList());
  }
}
