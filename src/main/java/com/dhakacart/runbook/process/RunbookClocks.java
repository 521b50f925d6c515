package com.dhakacart.runbook.process;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.springframework.stereotype.Component;

/**
 * The times that the model's timers read and that belong to one incident, from the settings:
 * durations, intervals and schedules in ISO-8601. The others are {@link ModelTimes}.
 */
@Component
public class RunbookClocks {

  /** Of looks that ask again: a timer, four looks and their join, on one node of two cores. */
  private static final Duration ROUND = Duration.ofMillis(60);

  private final PhaseSettings phases;
  private final RecoverySettings recovery;
  private final ModelTimes times;

  RunbookClocks(PhaseSettings phases, RecoverySettings recovery, ModelTimes times) {
    this.phases = phases;
    this.recovery = recovery;
    this.times = times;
  }

  /**
   * The pause before a question is asked again, as a duration in ISO-8601. In a storm it is longer:
   * a node carries so many rounds a second, and those who ask for the first time need them.
   */
  public String askAgainAfter(int openIncidents) {
    Duration carried = ROUND.multipliedBy(openIncidents);
    return (carried.compareTo(phases.askAgainAfter()) > 0 ? carried : phases.askAgainAfter())
        .toString();
  }

  /** Sets all of them; the 5 minutes and the 15 count from the opening. */
  public void set(VariableScope scope, Instant openedAt) {
    Instant opened = openedAt.truncatedTo(ChronoUnit.SECONDS);
    IMMEDIATE_ACTIONS_TIME.set(scope, opened + "/" + phases.immediateActions());
    NOT_IMPROVED_SCHEDULE.set(
        scope, "R/" + opened.plus(phases.investigation()) + "/" + phases.lookAgainEvery());
    LOOK_AGAIN_SCHEDULE.set(scope, "R/" + opened + "/" + recovery.measureEvery());
  }

  /** When nobody is asked any more for what is asked now; empty where that never ends. */
  public Optional<Instant> givesUpAt(VariableScope scope, Instant askedAt) {
    return Optional.of(Duration.parse(GIVE_UP_AFTER.find(scope).orElseGet(times::giveUpAfter)))
        .filter(it -> it.compareTo(ModelTimes.NEVER) < 0)
        .map(askedAt::plus);
  }

  /** When those are reminded who do not decide what is asked now. */
  public Instant remindsAt(VariableScope scope, Instant askedAt) {
    return askedAt.plus(remindsEvery(scope));
  }

  /** How often they are. */
  public Duration remindsEvery(VariableScope scope) {
    return pauseOf(REMIND_SCHEDULE.find(scope).orElseGet(times::remindSchedule));
  }

  /** When it is looked next whether the error rate has improved. */
  public Optional<Instant> looksForImprovementAt(VariableScope scope, Instant now) {
    return NOT_IMPROVED_SCHEDULE.find(scope).map(it -> nextOf(it.split("/"), now));
  }

  /** How often it is, from that time on. */
  public Optional<Duration> looksForImprovementEvery(VariableScope scope) {
    return NOT_IMPROVED_SCHEDULE.find(scope).map(RunbookClocks::pauseOf);
  }

  private static Duration pauseOf(String schedule) {
    return Duration.parse(schedule.substring(schedule.lastIndexOf('/') + 1));
  }

  /**
   * @param schedule repetition, first time, pause
   */
  private static Instant nextOf(String[] schedule, Instant now) {
    Instant first = Instant.parse(schedule[1]);
    Duration pause = Duration.parse(schedule[2]);
    return now.isBefore(first)
        ? first
        : first.plus(pause.multipliedBy(1 + Duration.between(first, now).dividedBy(pause)));
  }
}
