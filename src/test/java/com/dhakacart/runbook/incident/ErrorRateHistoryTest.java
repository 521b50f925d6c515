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
  void rateThatRoseTwice_beganTheSecondTime_onceItWasUnderTheThresholdForFiveMinutes() {
    assertThat(rates(0, 20, 30, 2, 4, 4, 4, 4, 2, 6, 7).errorsBeganAt(0.05))
        .contains(at("23:09:00"));
    assertThat(rates(0, 20, 30, 2, 4, 4, 4, 2, 6, 7).errorsBeganAt(0.05)).contains(at("23:01:00"));
  }

  @Test
  void rateThatRoseTwice_beganTheSecondTime_onceNextToNothingFailedInBetween() {
    assertThat(rates(0, 20, 30, 40, 3, 0.9, 0, 6).errorsBeganAt(0.05)).contains(at("23:07:00"));
    assertThat(rates(0, 20, 30, 40, 3, 0, 1.1, 6).errorsBeganAt(0.05)).contains(at("23:01:00"));
  }

  // One sample of 4.8 % among 7 to 9 % made the errors younger than the release that was to end
  // them, and its rollback was proposed.
  @Test
  void rateThatDips_beganBefore_whereverTheDipIs() {
    assertThat(rates(0, 7, 9, 4.8, 8).errorsBeganAt(0.05)).contains(at("23:01:00"));
    assertThat(rates(0, 7, 9, 8, 4.8).errorsBeganAt(0.05)).contains(at("23:01:00"));
    assertThat(rates(9, 1, 11).errorsBeganBefore(0.05)).contains(at("23:00:00"));
    assertThat(rates(9, 10, 1).errorsBeganBefore(0.05)).contains(at("23:00:00"));
  }

  @Test
  void oneBurst_isNotWhenTheErrorsBegan() {
    assertThat(rates(2, 6, 2, 2, 15, 18).errorsBeganAt(0.05)).contains(at("23:04:00"));
    assertThat(rates(2, 6, 2, 2).errorsBeganAt(0.05)).isEmpty();
  }

  // A service without requests has no samples: what failed before fails on, as far as is known.
  @Test
  void gap_endsNothing() {
    ErrorRateHistory gap =
        new ErrorRateHistory(
            List.of(
                new ErrorRateHistory.Sample(at("22:00:00"), 0),
                new ErrorRateHistory.Sample(at("22:10:00"), 0.2),
                new ErrorRateHistory.Sample(at("22:20:00"), 0.2),
                new ErrorRateHistory.Sample(at("22:21:00"), 0),
                new ErrorRateHistory.Sample(at("22:50:00"), 0.2)));
    assertThat(gap.errorsBeganAt(0.05)).contains(at("22:10:00"));
  }

  @Test
  void rateOverTheThresholdFromTheFirstSampleOn_beganBefore_andNobodyKnowsWhen() {
    assertThat(rates(9, 10, 11).errorsBeganAt(0.05)).isEmpty();
    assertThat(rates(9, 10, 11).errorsBeganBefore(0.05)).contains(at("23:00:00"));
  }

  @Test
  void rateThatWasWellOnce_beganNotBeforeItsFirstSample() {
    assertThat(rates(9, 0, 0, 11).errorsBeganBefore(0.05)).isEmpty();
    assertThat(rates(9, 10, 0, 0).errorsBeganBefore(0.05)).isEmpty();
    assertThat(rates().errorsBeganBefore(0.05)).isEmpty();
  }

  @Test
  void rateThatIsWellNow_beganNowhere() {
    assertThat(rates(0, 20, 30, 40, 0, 0).errorsBeganAt(0.05)).isEmpty();
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
