package com.dhakacart.runbook.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryCheckTest {

  private static final Instant NOW = Instant.parse("2026-11-28T06:00:00Z");

  private final RecoveryCheck bad = new RecoveryCheck(NOW, List.of("p95 is 4 s"));
  private final RecoveryCheck asked = RecoveryCheck.notInTime(NOW, "p95 is 4 s");

  // A page said "after 7 looks" where six were made, and those before the undo among them.
  @Test
  void looksBeforeAPersonWasAsked_andTheAskingItself_areNotCounted() {
    assertThat(RecoveryCheck.sinceAsked(List.of())).isZero();
    assertThat(RecoveryCheck.sinceAsked(List.of(bad, bad))).isEqualTo(2);
    assertThat(RecoveryCheck.sinceAsked(List.of(bad, bad, asked))).isZero();
    assertThat(RecoveryCheck.sinceAsked(List.of(bad, bad, asked, bad))).isEqualTo(1);
  }
}
