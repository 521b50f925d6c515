package com.dhakacart.runbook.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuietLinesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"level\":\"info\",\"message\":\"0 errors\",\"status\":200}",
        "{\"message\": \"x\", \"level\": \"DEBUG\"}",
        "{\"tags\":[\"a\"],\"level\":\"info\"}"
      })
  void flatLineWithAQuietLevel_needsNoCloserLook(String line) {
    assertThat(QuietLines.isOne(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"level\":\"error\",\"message\":\"x\"}",
        "{\"level\":30,\"message\":\"x\"}",
        "{\"level\":null,\"severity\":\"error\"}",
        "{\"message\":\"x\"}",
        "{\"level\":\"info\",\"log\":\"{\\\"level\\\":\\\"error\\\"}\"}",
        "{\"fields\":{\"level\":\"error\"},\"level\":\"info\"}",
        "{\"Level\":\"info\",\"level\":\"error\"}",
        "{\"LEVEL\":\"error\",\"level\":\"info\"}",
        "{\"loglevel\":\"error\",\"level\":\"info\"}",
        "{\"message\":\"x\",\"LEVEL\":\"DEBUG\"}",
        "{\"message\":\"\\\"level\\\":\\\"info\\\"\",\"severity\":\"error\"}",
        "{\"message\":\"x\",\"level\":",
        "{\"message\":\"x\",\"level\":}",
        "{\"level\":\"info\",\"message\":\"cut",
        "{\"level\":\"info\"} {\"level\":\"error\"}",
        "{"
      })
  void anyOtherLine_doesNeedOne(String line) {
    assertThat(QuietLines.isOne(line)).isFalse();
  }
}
