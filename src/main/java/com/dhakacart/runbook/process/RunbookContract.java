package com.dhakacart.runbook.process;

import java.util.Set;

/**
 * The ids that all runbooks have in common, however different their pictures are: steps, forms,
 * answers, scripts from outside and incidents that run hold on to them. A model may do without some
 * of them, and has no user task and no error code besides; the contract test holds each to it.
 */
public final class RunbookContract {

  /** Where an incident begins. A definition that begins otherwise is no runbook. */
  public static final String ALERT_FIRED = "startEvent_alertFired";

  /** Where what was decided is made, whoever makes it. */
  public static final String MAKE_CHANGE = "subProcess_makeChange";

  /** Where a probe begins. A model without it restarts all pods, or none. */
  public static final String START_PROBE = "serviceTask_startProbe";

  /** Where the patience with recovery ends. */
  public static final String RECOVERY_TIMED_OUT = "event_recoveryTimedOut";

  // what is looked at more than once, and so waits behind what nobody has looked at yet

  /** Where the immediate actions wait before they ask again what gave no answer. */
  public static final String ASK_AGAIN = "event_askAgain";

  public static final Set<String> LOOK_AGAIN = Set.of("event_lookAgain", "serviceTask_lookAgain");

  // what people are asked

  public static final String CHOOSE_CAUSE = "userTask_chooseCause";
  public static final String APPROVE_CHANGE = "userTask_approveChange";
  public static final String DECIDE_NEXT_STEP = "userTask_decideNextStep";
  public static final String CHANGE_BY_HAND = "userTask_changeByHand";
  public static final String RECORD_ROOT_CAUSE = "userTask_recordRootCause";
  public static final String APPROVE_TAKE_BACK = "userTask_approveTakeBack";
  public static final String SCHEDULE_POST_MORTEM = "userTask_schedulePostMortem";
  public static final String IMPROVE_RUNBOOK = "userTask_improveRunbook";

  public static final Set<String> USER_TASKS =
      Set.of(
          CHOOSE_CAUSE,
          APPROVE_CHANGE,
          DECIDE_NEXT_STEP,
          CHANGE_BY_HAND,
          RECORD_ROOT_CAUSE,
          APPROVE_TAKE_BACK,
          SCHEDULE_POST_MORTEM,
          IMPROVE_RUNBOOK);

  // errors that a step throws

  /** The change cannot be made by us. */
  public static final String CHANGE_REFUSED = "CHANGE_REFUSED";

  /** What was approved is no longer what would be changed. */
  public static final String CHANGE_DRIFTED = "CHANGE_DRIFTED";

  // errors that a model throws, by which a phase says how it ended

  /** The change was made and failed, or was not made by hand either. */
  public static final String CHANGE_FAILED = "CHANGE_FAILED";

  public static final String UNDO_DRIFTED = "UNDO_DRIFTED";

  /** It looked well and fails again. */
  public static final String FAILS_AGAIN = "FAILS_AGAIN";

  public static final Set<String> ERRORS_OF_STEPS = Set.of(CHANGE_REFUSED, CHANGE_DRIFTED);
  public static final Set<String> ERRORS_OF_MODELS =
      Set.of(CHANGE_FAILED, UNDO_DRIFTED, FAILS_AGAIN);

  private RunbookContract() {}
}
