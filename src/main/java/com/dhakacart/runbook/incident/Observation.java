package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * One thing that was seen and that speaks for or against a cause; {@code weighObservations.dmn}
 * says how strongly.
 *
 * @param kind what the decision table knows it by
 * @param detail what was seen, with its figures, in a sentence for a person
 */
public record Observation(Kind kind, String detail) {

  /** Whether a kind is among what was observed. */
  public static boolean isSeen(List<Observation> observed, Kind kind) {
    return observed.stream().map(Observation::kind).anyMatch(kind::equals);
  }

  /** The observations that the decision tables know: one weighs them, one looks for harm. */
  public enum Kind {
    ERRORS_ON_ONE_ROUTE_ONLY,
    ERRORS_ON_MOST_ROUTES,
    POOL_EXHAUSTED,
    POOL_EXHAUSTED_IN_SOME_PODS,
    CONNECT_TIMEOUTS_TO_DATABASE,
    DATABASE_REFUSES_CONNECTIONS,
    DATABASE_REFUSES_LOGINS,
    DATABASE_SILENT,
    DATABASE_NO_FREE_SLOTS,
    DATABASE_ACCEPTS_CONNECTIONS,
    DATABASE_LOCK_SUSPECTED,
    DATABASE_LOCK_HELD_BY_OTHERS,
    DATABASE_LOCK_HELD_BY_BACKEND,
    DATABASE_SESSIONS_FROZEN,
    POOL_CONNECTIONS_IDLE_IN_DATABASE,
    POOL_FULL_AGAIN_AFTER_RESTART,
    DATABASE_HEALTHY,
    SCHEMA_ERROR_IN_DATABASE,
    HEALTH_SLOW,
    NO_READY_PODS,
    REDIS_NOT_CONNECTED,
    PAYMENT_PROVIDER_ERRORS,
    EXTERNAL_TIMEOUTS,
    EXTERNAL_CONNECTIONS_REFUSED,
    ERRORS_BEGAN_WITH_ROLLOUT,
    ERRORS_BEGAN_AFTER_ROLLOUT,
    ERRORS_BEGAN_BEFORE_ROLLOUT,
    NO_RECENT_RELEASE,
    PODS_REPLACED_UNDER_MUTABLE_TAG,
    IMAGE_REPLACED_UNDER_ITS_TAG,
    ROLLOUT_CHANGED_TEMPLATE_NOT_IMAGE_TAG,
    ROLLOUT_CHANGED_MARKS_ONLY,
    RELEASE_LOWERED_LIMITS,
    RELEASE_PODS_REFUSED,
    RELEASE_DEPLOYED_AGAIN,
    LATEST_REVISION_RAN_BEFORE,
    NEW_ERROR_MESSAGE_SINCE_ROLLOUT,
    ONLY_NEW_REVISION_PODS_FAIL,
    ONLY_PODS_OF_ONE_NODE_FAIL,
    SOME_PODS_ARE_WELL,
    ROLLOUT_RUNNING,
    SUSPECTED_ROLLOUT_RUNNING,
    OUT_OF_MEMORY_KILLS,
    HEAP_LIMIT_REACHED,
    CPU_THROTTLED,
    LIMIT_LOWERED_AND_REACHED,
    CPU_NEAR_LIMIT,
    MEMORY_NEAR_LIMIT,
    PODS_RESTARTING,
    PODS_EXIT_AT_START,
    CONTAINER_BESIDE_DIES,
    LIVENESS_PROBE_FAILURES,
    NODE_UNDER_PRESSURE,
    RESOURCES_AMPLE,
    AUTOSCALER_AT_MAXIMUM,
    OTHER_ALERT_NAMES_DATABASE,
    OTHER_ALERT_NAMES_RESOURCES,
    OTHER_ALERT_NAMES_PAYMENTS
  }
}
