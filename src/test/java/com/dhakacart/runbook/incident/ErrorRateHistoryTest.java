package com.dhakacart.runbook.incident;

import static com.dhakacart.runbook.diagnosis.Recording.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorRateHistoryTest {

  @Test
  void rateThatRises_beganAtItsFirstSampleOverTheThreshold() {
    assertThat(rates(0, 2, 4.9, 9.4, 15).errorsBeganAt(0.05)).contains(at("23:03:00"));
  }

  @Test
  void rateThatRoseTwice_beganTheSecondTime() {
    assertThat(rates(0, 20, 30, 1, 6, 7).errorsBeganAt(0.05)).contains(at("23:04:00"));
  }

  @Test
  void rateOverTheThresholdFromTheFirstSampleOn_beganBefore_andNobodyKnowsWhen() {
    assertThat(rates(9, 10, 11).errorsBeganAt(0.05)).isEmpty();
    assertThat(rates(9, 10, 11).errorsBeganBefore(0.05)).contains(at("23:00:00"));
  }

  @Test
  void rateThatWasUnderTheThresholdOnce_beganNotBeforeItsFirstSample() {
    assertThat(rates(9, 1, 11).errorsBeganBefore(0.05)).isEmpty();
    assertThat(rates(9, 10, 1).errorsBeganBefore(0.05)).isEmpty();
    assertThat(rates().errorsBeganBefore(0.05)).isEmpty();
  }

  @Test
  void rateThatIsUnderTheThresholdNow_beganNowhere() {
    assertThat(rates(0, 20, 1).errorsBeganAt(0.05)).isEmpty();
    assertThat(rates(0, 1, 2).errorsBeganAt(0.05)).isEmpty();
    assertThat(rates().errorsBeganAt(0.05)).isEmpty();
  }

  /** One sample a minute from 23:00 on, in percent. */
  private static ErrorRateHistory rates(double... percent) {
    List<ErrorRateHistory.Sample> samples = new ArrayList<>();
    for (double one : percent) {
      samples.add(
          new ErrorRateHistory.Sample(at("23:00:00").plusSeconds(60L * samples.size()), one / 100));
    }
    return new ErrorRateHistory(samples);
  }
}
