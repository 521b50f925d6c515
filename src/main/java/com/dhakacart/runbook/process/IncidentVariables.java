package com.dhakacart.runbook.process;

import static com.dhakacart.runbook.process.ProcessVariable.flag;
import static com.dhakacart.runbook.process.ProcessVariable.json;
import static com.dhakacart.runbook.process.ProcessVariable.list;
import static com.dhakacart.runbook.process.ProcessVariable.number;
import static com.dhakacart.runbook.process.ProcessVariable.text;
import static com.dhakacart.runbook.process.ProcessVariable.word;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Autoscaling;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.PodFigures;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.RankedCause;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.WarningEvent;
import java.lang.reflect.ParameterizedType;
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

  // open incident; the times are ISO-8601 durations and schedules for the model's timers
  public static final ProcessVariable<Incident> INCIDENT = json("incident", Incident.class);
  public static final ProcessVariable<String> IMMEDIATE_ACTIONS_TIME = text("immediateActionsTime");
  public static final ProcessVariable<String> ASK_AGAIN_AFTER = text("askAgainAfter");
  public static final ProcessVariable<String> NOT_IMPROVED_SCHEDULE = text("notImprovedSchedule");
  public static final ProcessVariable<String> LOOK_AGAIN_SCHEDULE = text("lookAgainSchedule");
  public static final ProcessVariable<String> REMIND_SCHEDULE = text("remindSchedule");
  public static final ProcessVariable<String> GIVE_UP_AFTER = text("giveUpAfter");
  public static final ProcessVariable<String> ROLLOUT_CHECK_EVERY = text("rolloutCheckEvery");
  public static final ProcessVariable<String> RECOVERY_TIME = text("recoveryTime");
  public static final ProcessVariable<String> MEASURE_EVERY = text("measureEvery");

  // immediate actions
  public static final ProcessVariable<Answer<List<PodState>>> PODS =
      json("evidence_pods", answer(listOf(PodState.class)));
  public static final ProcessVariable<Answer<List<WarningEvent>>> EVENTS =
      json("evidence_events", answer(listOf(WarningEvent.class)));
  public static final ProcessVariable<Answer<List<NodeState>>> NODES =
      json("evidence_nodes", answer(listOf(NodeState.class)));
  public static final ProcessVariable<Answer<List<LogPattern>>> ERROR_LINES =
      json("evidence_errorLines", answer(listOf(LogPattern.class)));
  public static final ProcessVariable<Answer<List<ServiceEndpoints>>> ENDPOINTS =
      json("evidence_endpoints", answer(listOf(ServiceEndpoints.class)));
  public static final ProcessVariable<Answer<List<PodHealth>>> HEALTH =
      json("evidence_health", answer(listOf(PodHealth.class)));
  public static final ProcessVariable<Answer<List<EndpointCheck>>> KEY_ENDPOINTS =
      json("evidence_keyEndpoints", answer(listOf(EndpointCheck.class)));
  public static final ProcessVariable<Answer<List<PodUsage>>> USAGE =
      json("evidence_usage", answer(listOf(PodUsage.class)));
  public static final ProcessVariable<Answer<List<PodThrottling>>> THROTTLING =
      json("evidence_throttling", answer(listOf(PodThrottling.class)));
  public static final ProcessVariable<Answer<Traffic>> TRAFFIC =
      json("evidence_traffic", answer(Traffic.class));
  public static final ProcessVariable<Answer<List<FiringAlert>>> ALERTS =
      json("evidence_alerts", answer(listOf(FiringAlert.class)));
  public static final ProcessVariable<String> UNANSWERED_QUESTIONS = text("unansweredQuestions");
  public static final ProcessVariable<Boolean> ALERT_IS_REAL = flag("alertIsReal");

  // investigation
  public static final ProcessVariable<Answer<ErrorRateHistory>> ERROR_RATES =
      json("evidence_errorRates", answer(ErrorRateHistory.class));
  public static final ProcessVariable<Answer<List<RouteErrors>>> ROUTES =
      json("evidence_routes", answer(listOf(RouteErrors.class)));
  public static final ProcessVariable<Answer<List<LogPattern>>> LOG_PATTERNS =
      json("evidence_logPatterns", answer(listOf(LogPattern.class)));
  public static final ProcessVariable<Answer<List<PodFigures>>> DATABASE_FIGURES =
      json("evidence_databaseFigures", answer(listOf(PodFigures.class)));
  public static final ProcessVariable<Answer<DatabaseActivity>> DATABASE_ACTIVITY =
      json("evidence_databaseActivity", answer(DatabaseActivity.class));
  public static final ProcessVariable<Answer<List<LogPattern>>> DEPENDENCY_LINES =
      json("evidence_dependencyLines", answer(listOf(LogPattern.class)));
  public static final ProcessVariable<Answer<Releases>> RELEASES =
      json("evidence_releases", answer(Releases.class));
  public static final ProcessVariable<Answer<RolloutStatus>> ROLLOUT_STATUS =
      json("evidence_rollout", answer(RolloutStatus.class));
  public static final ProcessVariable<Answer<Autoscaling>> AUTOSCALING =
      json("evidence_autoscaling", answer(Autoscaling.class));
  public static final ProcessVariable<Evidence> EVIDENCE = json("evidence", Evidence.class);
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

  /** In a decision's own scope, where an answer of that name hides the cause. */
  public static final ProcessVariable<Cause> RANKED_CAUSE = word("rankedCause", Cause.class);

  public static final ProcessVariable<Boolean> CAUSE_IS_CLEAR = flag("causeIsClear");

  // plan, approval and change; what is applied is kept in Plans, not here
  public static final ProcessVariable<Remedy> CHANGE = word("change", Remedy.class);
  public static final ProcessVariable<ChangeView> PLANNED_CHANGE =
      json("plannedChange", ChangeView.class);
  public static final ProcessVariable<Boolean> STILL_FAILING = flag("stillFailing");
  public static final ProcessVariable<Integer> REMINDERS = number("reminders");
  public static final ProcessVariable<Boolean> APPROVED_BY_ENOUGH = flag("approvedByEnough");
  public static final ProcessVariable<String> DRIFT = text("drift");
  public static final ProcessVariable<String> PROBLEM = text("problem");
  public static final ProcessVariable<Boolean> CHANGE_MADE = flag("changeMade");
  public static final ProcessVariable<Integer> CHANGE_ROUNDS = number("changeRounds");
  public static final ProcessVariable<Integer> ROLLOUT_ROUNDS = number("rolloutRounds");
  public static final ProcessVariable<RolloutStatus.State> ROLLOUT =
      word("rollout", RolloutStatus.State.class);

  // what people answer, read in the task's own scope
  public static final ProcessVariable<String> DECISION = text("decision");
  public static final ProcessVariable<String> REASON = text("reason");
  public static final ProcessVariable<String> CHOSEN_CAUSE = text("cause");
  public static final ProcessVariable<String> OUTPUT = text("output");
  public static final ProcessVariable<String> INCIDENT_KEY = text("incidentKey");
  public static final ProcessVariable<Map<String, String>> BRIEFING =
      json("briefing", parameterized(Map.class, String.class, String.class));

  public static final ProcessVariable<Boolean> CHANGED_BY_HAND = flag("changedByHand");

  // recovery
  public static final ProcessVariable<Answer<Traffic>> TRAFFIC_AFTER =
      json("recovery_traffic", answer(Traffic.class));
  public static final ProcessVariable<Answer<List<PodState>>> PODS_AFTER =
      json("recovery_pods", answer(listOf(PodState.class)));
  public static final ProcessVariable<Answer<List<ServiceEndpoints>>> ENDPOINTS_AFTER =
      json("recovery_endpoints", answer(listOf(ServiceEndpoints.class)));
  public static final ProcessVariable<Answer<List<PodHealth>>> HEALTH_AFTER =
      json("recovery_health", answer(listOf(PodHealth.class)));
  public static final ProcessVariable<Answer<List<EndpointCheck>>> KEY_ENDPOINTS_AFTER =
      json("recovery_keyEndpoints", answer(listOf(EndpointCheck.class)));
  public static final ProcessVariable<Answer<Autoscaling>> AUTOSCALING_AFTER =
      json("recovery_autoscaling", answer(Autoscaling.class));
  public static final ProcessVariable<Evidence> EVIDENCE_AFTER =
      json("evidenceAfter", Evidence.class);
  public static final ProcessVariable<List<RecoveryCheck>> RECOVERY_CHECKS =
      json("recoveryChecks", listOf(RecoveryCheck.class));
  public static final ProcessVariable<Boolean> RECOVERY_HELD = flag("recoveryHeld");

  /** It was well without a change, and is not any more. */
  public static final ProcessVariable<Boolean> FAILS_AGAIN = flag("failsAgain");

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

  private static Type answer(Type of) {
    return parameterized(Answer.class, of);
  }

  private static Type listOf(Type of) {
    return parameterized(List.class, of);
  }

  private static ParameterizedType parameterized(Class<?> raw, Type... arguments) {
    return new ParameterizedType() {
      @Override
      public Type[] getActualTypeArguments() {
        return arguments.clone();
      }

      @Override
      public Type getRawType() {
        return raw;
      }

      @Override
      public Type getOwnerType() {
        return null;
      }
    };
  }
}
