package com.dhakacart.runbook.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of incidents in which other containers, or others' pods, are the sick ones. */
class FieldRecordingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"07-canary-recording", "09-sidecar-recording"})
  void sickIsSomethingBesideTheService_nothingHarmfulIsProposed_andNoOtherCauseIsClear(String name)
      throws IOException {
    Backtest.Verdict verdict =
        Backtest.judge(
            RecordedFiles.read(
                Files.readString(Path.of("src/test/resources/field", name + ".json"))));

    assertThat(verdict.rightFirst())
        .as("%s of %s", verdict.ranking().causes(), verdict.observed())
        .isTrue();
    assertThat(verdict.clearAndWrong()).isFalse();
    assertThat(verdict.harmful()).isFalse();
  }
}
