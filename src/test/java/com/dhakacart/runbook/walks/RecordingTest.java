package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.diagnosis.Backtest;
import com.dhakacart.runbook.diagnosis.RecordedFiles;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.RecordedIncident;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.history.IncidentRecordings;
import com.dhakacart.runbook.process.history.NothingRecordedYet;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A real incident becomes a test of the judgement. */
class RecordingTest extends Walking {

  @Autowired IncidentRecordings recordings;

  @Test
  void finishedIncident_isExported_andJudgedByTheBacktestAsItWasThen() {
    incidentWith(Fault.BAD_RELEASE).approve().recovers().documentIt();
    Object rankedThen = walk.variable("rankedCauses");

    RecordedIncident recording = RecordedFiles.read(exported());

    assertThat(recording.cause()).isEqualTo(Cause.CODE_DEPLOYMENT);
    assertThat(recording.harmful()).isEmpty();
    assertThat(recording.description()).contains("RECOVERED", "A bad release.");
    assertThat(recording.circumstances().services()).contains("dhakacart-backend", "dhakacart");
    String shared = recordings.findRedacted(walk.incident()).orElseThrow();
    assertThat(shared).doesNotContain("dhakacart", "5d8f", walk.incident());
    assertThat(Backtest.judge(RecordedFiles.read(shared)).proposed()).isEqualTo(Remedy.ROLLBACK);
    Backtest.Verdict verdict = Backtest.judge(recording);
    assertThat(verdict.first()).isEqualTo(Cause.CODE_DEPLOYMENT);
    assertThat(verdict.proposed()).isEqualTo(Remedy.ROLLBACK);
    assertThat(String.valueOf(rankedThen))
        .contains("\"score\":" + verdict.ranking().causes().get(0).score());
  }

  @Test
  void incidentThatIsOpen_isExported_too_andTheExportIsReadAsItWasWritten() {
    world.databaseCanBeAsked = false;
    incidentWith(Fault.POOL_EXHAUSTED);
    RecordedIncident recording = RecordedFiles.read(exported());
    assertThat(recording.cause()).isEqualTo(Cause.DATABASE_CONNECTIONS);
    assertThat(recording.evidence().of(EvidencePart.DATABASE_ACTIVITY).unknownBecause())
        .isEqualTo("no connection to the database is configured");
    assertThat(recording.evidence().of(EvidencePart.ROLLOUT_STATUS).answered()).isTrue();
  }

  @Test
  void evidenceIsNotThereYet_itSaysWhenToAskAgain() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires();
    assertThatExceptionOfType(NothingRecordedYet.class)
        .isThrownBy(this::exported)
        .withMessageContaining("ask again");
  }

  @Test
  void nobodyKnowsTheKey_thereIsNone() {
    assertThat(recordings.find("no-such-incident")).isEmpty();
  }

  private String exported() {
    return recordings.find(walk.incident()).orElseThrow();
  }
}
