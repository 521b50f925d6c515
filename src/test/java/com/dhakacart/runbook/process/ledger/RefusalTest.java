package com.dhakacart.runbook.process.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

  @ParameterizedTest
  @CsvSource({
    "/incidents/INC-1, INC-1",
    "/incidents/INC-1/report, INC-1",
    "/incidents/INC-1/report?x=/incidents/INC-2, INC-1",
    "/incidents,",
    "/incidents/,",
    "/incidents/a_b/report,",
    "/x/incidents/INC-1,",
    "/engine-rest/task/17/complete,"
  })
  void incident_isTakenFromItsOwnAddress(String path, String incident) {
    assertThat(of(path).incident()).isEqualTo(incident);
  }

  @Test
  void query_isLeftOut_becauseItMayHoldASecret() {
    assertThat(of("/engine-rest/task?token=secret").what()).isEqualTo("GET /engine-rest/task");
    assertThat(of("/a?x\ntoken=secret").what()).isEqualTo("GET /a");
  }

  @Test
  void controlCharacters_areReplaced_soThatNobodyWritesTheLogsLines() {
    Refusal refusal =
        new Refusal(
            "on\u0000call", "192.0.2.7\n", "GET /a\r\nb\u001b[31m\u202e", reason(), 403, null);

    assertThat(refusal.who()).isEqualTo("on\uFFFDcall");
    assertThat(refusal.from()).isEqualTo("192.0.2.7\uFFFD");
    assertThat(refusal.what()).isEqualTo("GET /a\uFFFD\uFFFDb\uFFFD[31m\uFFFD");
  }

  @Test
  void halfACharacter_isReplaced_becausePostgreSqlDoesNotTakeIt() {
    assertThat(of("/\uD83D").what()).isEqualTo("GET /\uFFFD");
    assertThat(of("/\uD83D\uDE00").what()).isEqualTo("GET /\uD83D\uDE00");
  }

  @ParameterizedTest
  @EnumSource
  void everyReason_fitsItsColumn_andHasASentenceOfItsOwn(Refusal.Reason reason) {
    assertThat(reason.name()).hasSizeLessThanOrEqualTo(32);
    assertThat(reason.sentence()).isNotBlank().doesNotEndWith(".");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whatIsLongerThanItsColumn_isShortened(int more) {
    String path = "/" + "x".repeat(Refusal.LONGEST_WHAT - "GET /".length() + more);

    assertThat(of(path).what())
        .hasSize(Refusal.LONGEST_WHAT)
        .matches(it -> it.endsWith("…") == (more == 1));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void whoIsNotLoggedIn_isNobody(String who) {
    assertThat(Refusal.of(who, "192.0.2.7", "GET", "/", reason(), 403).who()).isEqualTo("nobody");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a/b", "a b", "../x"})
  void whatIsNoKey_concernsNoIncident(String key) {
    assertThat(of("/").concerning(key).incident()).isNull();
  }

  @Test
  void incidentThatTheCallerKnows_isKept() {
    assertThat(of("/engine-rest/task/17/complete").concerning("INC-1").incident())
        .isEqualTo("INC-1");
  }

  private static Refusal of(String path) {
    return Refusal.of("oncall", "192.0.2.7", "GET", path, reason(), 403);
  }

  private static Refusal.Reason reason() {
    return Refusal.Reason.NOT_ALLOWED;
  }
}
