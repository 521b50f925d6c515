package com.dhakacart.runbook.process;

import static com.dhakacart.runbook.process.ProcessVariable.evidence;
import static com.dhakacart.runbook.process.ProcessVariable.flag;
import static com.dhakacart.runbook.process.ProcessVariable.json;
import static com.dhakacart.runbook.process.ProcessVariable.list;
import static com.dhakacart.runbook.process.ProcessVariable.longNumber;
import static com.dhakacart.runbook.process.ProcessVariable.number;
import static com.dhakacart.runbook.process.ProcessVariable.shortJson;
import static com.dhakacart.runbook.process.ProcessVariable.text;
import static com.dhakacart.runbook.process.ProcessVariable.word;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.ProbeState;
import com.dhakacart.runbook.incident.RankedCause;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

/**
 * What flows through a runbook, in the order in which it is written. Gateways and timers read words
 * and numbers; people and steps read JSON documents.
 */
public final class IncidentVariables {

  // given at the start, each optional
  public static final ProcessVariable<String> SERVICE = text("service");
  public static final ProcessVariable<String> NAMESPACE = text("namespace");
  public static final ProcessVariable<String> DEPLOYMENT = text("deployment");

  /** What the engine orders the incident's jobs by, as {@link Severities#urgency} counts. */
  public static final ProcessVariable<Integer> URGENCY = number("urgency");

  /** Absent where a person started it, whichever alerts join it later. */
  public static final ProcessVariable<Boolean> OPENED_BY_ALERT = flag("openedByAlert");

  // open incident; the times are ISO-8601 durations, intervals and schedules for the model's timers
  public static final ProcessVariable<Incident> INCIDENT = shortJson("incident", Incident.class);
  public static final ProcessVariable<String> IMMEDIATE_ACTIONS_TIME = text("immediateActionsTime");

  /** Where it is longer than the setting, in a storm. */
  public static final ProcessVariable<String> ASK_AGAIN_AFTER = text("askAgainAfter");

  public static final ProcessVariable<String> NOT_IMPROVED_SCHEDULE = text("notImprovedSchedule");
  public static final ProcessVariable<String> LOOK_AGAIN_SCHEDULE = text("lookAgainSchedule");

  // incidents of older versions have them; the others have the settings
  public static final ProcessVariable<String> REMIND_SCHEDULE = text("remindSchedule");
  public static final ProcessVariable<String> GIVE_UP_AFTER = text("giveUpAfter");

  // what the looks of each phase see is in EvidenceParts

  // immediate actions
  public static final ProcessVariable<String> UNANSWERED_QUESTIONS = text("unansweredQuestions");

  /** Seconds for which its first looks stood behind other incidents; absent where they did not. */
  public static final ProcessVariable<Integer> WAITED_SECONDS = number("waitedSeconds");

  public static final ProcessVariable<Boolean> ALERT_IS_REAL = flag("alertIsReal");

  // investigation
  public static final ProcessVariable<Evidence> EVIDENCE = evidence("evidence");
  public static final ProcessVariable<Circumstances> CIRCUMSTANCES =
      json("circumstances", Circumstances.class);
  public static final ProcessVariable<List<String>> OBSERVATIONS = list("observations");
  public static final ProcessVariable<List<Observation>> OBSERVED =
      json("observed", listOf(Observation.class));
  public static final ProcessVariable<List<Map<String, Object>>> RULES_THAT_HIT =
      list("rulesThatHit");
  public static final ProcessVariable<List<RankedCause>> RANKED_CAUSES =
      json("rankedCauses", listOf(RankedCause.class));
  public static final ProcessVariable<Cause> CAUSE = word("cause", Cause.class);

  /** The cause before a person answers, in the decision's own scope, where the answer hides it. */
  public static final ProcessVariable<Cause> CAUSE_BEFORE =
      word("causeBefore", Cause.class).formerly("rankedCause");

  public static final ProcessVariable<Boolean> CAUSE_IS_CLEAR = flag("causeIsClear");

  // plan, approval and change; what is applied is kept in Plans, not here
  public static final ProcessVariable<Remedy> REMEDY =
      word("remedy", Remedy.class).formerly("change");
  public static final ProcessVariable<PlanView> PLANNED_CHANGE =
      json("plannedChange", PlanView.class);
  public static final ProcessVariable<Boolean> STILL_FAILING = flag("stillFailing");
  public static final ProcessVariable<Integer> REMINDERS = number("reminders");
  public static final ProcessVariable<Boolean> APPROVED_BY_ENOUGH = flag("approvedByEnough");
  public static final ProcessVariable<String> DRIFT = text("drift");
  public static final ProcessVariable<String> PROBLEM = text("problem");
  public static final ProcessVariable<Boolean> CHANGE_MADE = flag("changeMade");
  public static final ProcessVariable<Integer> CHANGE_ROUNDS = number("changeRounds");
  public static final ProcessVariable<Integer> ROLLOUT_ROUNDS = number("rolloutRounds");

  /** The ids of changes that somebody wrote over and a person was asked about. */
  public static final ProcessVariable<List<String>> TOLD_AS_REVERSED =
      json("toldAsReversed", listOf(String.class));

  /** How many those were, as older versions noted it. */
  public static final ProcessVariable<Integer> REVERSALS_TOLD = number("reversalsTold");

  public static final ProcessVariable<ProbeState> PROBE = word("probe", ProbeState.class);

  /**
   * Since when the new pod of a probe is seen to be well without a break; absent while it is not.
   */
  public static final ProcessVariable<String> PROBE_WELL_SINCE = text("probeWellSince");

  /** What a probe showed that does not help, in sentences for a person. */
  public static final ProcessVariable<String> PROBE_FOUND = text("probeFound");

  public static final ProcessVariable<RolloutStatus.State> ROLLOUT =
      word("rollout", RolloutStatus.State.class);

  // what people answer, read in the task's own scope
  public static final ProcessVariable<String> DECISION = text("decision");
  public static final ProcessVariable<String> REASON = text("reason");
  public static final ProcessVariable<String> CHOSEN_CAUSE = text("cause");
  public static final ProcessVariable<String> OUTPUT = text("output");
  public static final ProcessVariable<String> INCIDENT_KEY = text("incidentKey");
  public static final ProcessVariable<Map<String, Object>> BRIEFING = json("briefing", anyByText());

  public static final ProcessVariable<Boolean> CHANGED_BY_HAND = flag("changedByHand");

  // recovery
  public static final ProcessVariable<Evidence> EVIDENCE_AFTER = evidence("evidenceAfter");
  public static final ProcessVariable<List<RecoveryCheck>> RECOVERY_CHECKS =
      json("recoveryChecks", listOf(RecoveryCheck.class));
  public static final ProcessVariable<Boolean> RECOVERY_HELD = flag("recoveryHeld");

  /** It was well without a change, and is not any more. */
  public static final ProcessVariable<Boolean> FAILS_AGAIN = flag("failsAgain");

  // the newest of its alerts when each look at recovery began: of later ones the look says nothing
  public static final ProcessVariable<Long> NEWEST_BEFORE_ERROR_RATE =
      longNumber("newestBeforeErrorRate");
  public static final ProcessVariable<Long> NEWEST_BEFORE_FUNCTIONALITY =
      longNumber("newestBeforeFunctionality");

  // the clocks on the border
  public static final ProcessVariable<Boolean> RATE_IS_BACK = flag("rateIsBack");
  public static final ProcessVariable<Integer> TIMES_NOT_IMPROVED = number("timesNotImproved");
  public static final ProcessVariable<WhatChanged> WHAT_CHANGED =
      word("whatChanged", WhatChanged.class);
  public static final ProcessVariable<Boolean> ESCALATED_SEVERAL = flag("escalatedSeveral");

  // the end
  public static final ProcessVariable<Outcome> OUTCOME = word("outcome", Outcome.class);
  public static final ProcessVariable<Integer> MINUTES_TO_RECOVER = number("minutesToRecover");
  public static final ProcessVariable<Boolean> ESCALATED = flag("escalated");
  public static final ProcessVariable<Boolean> TAKE_BACK_PLANNED = flag("takeBackPlanned");
  public static final ProcessVariable<String> ROOT_CAUSE = text("rootCause");
  public static final ProcessVariable<String> NOTES = text("notes");
  public static final ProcessVariable<String> TICKET = text("ticket");
  public static final ProcessVariable<String> REPORT = text("report");

  /** What the clock on the border of "Investigate and restore" found. */
  public enum WhatChanged {
    ALERT_OVER,
    SEVERAL_SERVICES,
    NOTHING
  }

  private IncidentVariables() {}

  private static Type listOf(Class<?> of) {
    return TypeFactory.defaultInstance().constructCollectionType(List.class, of);
  }

  private static Type anyByText() {
    return TypeFactory.defaultInstance().constructMapType(Map.class, String.class, Object.class);
  }
}
