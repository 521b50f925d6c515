package com.dhakacart.runbook.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogClockTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T23:06:10Z",
        "2026-11-23T23:06:10.1Z",
        "2026-11-23T23:06:10.123456789Z",
        "2024-02-29T00:00:00.000000001Z",
        "2026-11-23T23:06:10.12+06:00"
      })
  void timeOfTheLogApi_isReadAsTheJdkReadsIt(String stamp) {
    assertThat(LogClock.ofTheLogApi(stamp)).contains(OffsetDateTime.parse(stamp).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-23",
        "2026-11-23T23:06:10",
        "2026-13-23T23:06:10Z",
        "2026-02-30T23:06:10Z",
        "2026-11-23T23:06:10.1234567890Z",
        "2026-11-23T23:06:10,123Z",
        "2026-11-23T23:06:-1Z",
        "20261123T230610.123456Z"
      })
  void noTimeOfTheLogApi_isNone(String text) {
    assertThat(LogClock.ofTheLogApi(text)).isEmpty();
  }
}
