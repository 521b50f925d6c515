package com.dhakacart.runbook.process;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The times that the models' timers read and that are the same for all incidents, by the names that
 * the models call them: settings, as durations and schedules in ISO-8601. What counts from an
 * incident's opening is a variable ({@link RunbookClocks}). Where an incident has a variable of one
 * of these names, as those of older versions have, that comes first.
 */
@Configuration(proxyBeanMethods = false)
class ModelTimes {

  /** Longer than any incident. */
  static final Duration NEVER = Duration.ofDays(36_500);

  private final PhaseSettings phases;
  private final RecoverySettings recovery;
  private final ApprovalSettings approval;

  ModelTimes(PhaseSettings phases, RecoverySettings recovery, ApprovalSettings approval) {
    this.phases = phases;
    this.recovery = recovery;
    this.approval = approval;
  }

  /** In a storm the variable of this name is longer. */
  @Bean
  String askAgainAfter() {
    return phases.askAgainAfter().toString();
  }

  @Bean
  String remindSchedule() {
    return "R/" + approval.remindAfter();
  }

  @Bean
  String giveUpAfter() {
    return (approval.giveUpAfter().isZero() ? NEVER : approval.giveUpAfter()).toString();
  }

  @Bean
  String probeCheckEvery() {
    return phases.probeCheckEvery().toString();
  }

  @Bean
  String rolloutCheckEvery() {
    return phases.rolloutCheckEvery().toString();
  }

  @Bean
  String recoveryTime() {
    return phases.recovery().toString();
  }

  @Bean
  String measureEvery() {
    return recovery.measureEvery().toString();
  }
}
