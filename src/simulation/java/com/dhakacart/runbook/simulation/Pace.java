package com.dhakacart.runbook.simulation;

import java.time.Duration;

/**
 * How fast the simulated world goes. Only what makes somebody wait is here; the times that the
 * world shows are true.
 *
 * @param tick how often controllers and kubelet look
 * @param podStart from a pod's creation until it is ready; a rollout of three takes about three of
 *     them
 * @param headStart how old a fault is when it is fired: the world lives through this span again, so
 *     that nobody waits until a rate over a minute has risen
 * @param alertAfter how long the ratio is over the threshold before the alert fires ({@code for})
 * @param repeatAlertAfter Alertmanager's {@code repeat_interval}
 * @param falseAlarmLasts until a false alarm ends by itself
 * @param scaleDownAfter how long more replicas than the autoscaler wants are left alone; 5 minutes
 *     in a real cluster
 * @param answers factor on the waiting times of the backend's HTTP answers; 1 is as slow as the
 *     real one (19 s for the health of an exhausted pool)
 */
public record Pace(
    Duration tick,
    Duration podStart,
    Duration headStart,
    Duration alertAfter,
    Duration repeatAlertAfter,
    Duration falseAlarmLasts,
    Duration scaleDownAfter,
    double answers) {

  /** For people: a rollout takes about 4 s, and everything else as long as in reality. */
  public static Pace demo() {
    return new Pace(
        Duration.ofMillis(100),
        Duration.ofMillis(1_300),
        Duration.ofSeconds(90),
        Duration.ofMillis(1_500),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        1);
  }

  /** For tests: a rollout takes about half a second, an exhausted pool says so after 190 ms. */
  public static Pace test() {
    return new Pace(
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofSeconds(90),
        Duration.ofMillis(100),
        Duration.ofMinutes(5),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        0.01);
  }

  public Pace withHeadStart(Duration other) {
    return new Pace(
        tick,
        podStart,
        other,
        alertAfter,
        repeatAlertAfter,
        falseAlarmLasts,
        scaleDownAfter,
        answers);
  }

  public Pace withPodStart(Duration other) {
    return new Pace(
        tick,
        other,
        headStart,
        alertAfter,
        repeatAlertAfter,
        falseAlarmLasts,
        scaleDownAfter,
        answers);
  }

  public Pace withRepeatAlertAfter(Duration other) {
    return new Pace(
        tick, podStart, headStart, alertAfter, other, falseAlarmLasts, scaleDownAfter, answers);
  }

  public Pace withAnswers(double factor) {
    return new Pace(
        tick,
        podStart,
        headStart,
        alertAfter,
        repeatAlertAfter,
        falseAlarmLasts,
        scaleDownAfter,
        factor);
  }

  Duration asSlowAs(Duration real) {
    return Duration.ofNanos((long) (real.toNanos() * answers));
  }
}
