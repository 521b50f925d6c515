package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "PT0.45S, 450 ms",
    "PT59.9S, 59 s",
    "PT2M13S, 2 min 13 s",
    "PT5M, 5 min",
    "PT1H5M9S, 1 h 5 min",
    "P2DT3H, 2 d 3 h",
    "-PT25S, 25 s"
  })
  void duration_isSaidInItsTwoLargestUnits(Duration duration, String words) {
    assertThat(Times.words(duration)).isEqualTo(words);
  }

  @Test
  void distance_saysItsDirection() {
    Instant reference = Instant.parse("2026-11-23T23:04:31Z");

    assertThat(Times.afterOrBefore(reference, reference.plusSeconds(25))).isEqualTo("25 s after");
    assertThat(Times.afterOrBefore(reference, reference.minusSeconds(90)))
        .isEqualTo("1 min 30 s before");
    assertThat(Times.afterOrBefore(reference, reference)).isEqualTo("at once");
  }
}
