package com.dhakacart.runbook.incident;

import com.dhakacart.runbook.incident.PodState.Termination;
import java.util.Optional;

/**
 * One container of a pod.
 *
 * @param image as the pod's template names it
 * @param imageId what of it runs, as the node says: a digest, where it was pulled from a registry;
 *     null while it is not known
 * @param pullPolicy when its image is pulled: {@code Always} asks the registry at each start; null
 *     where it was not noted
 * @param waits why it does not run; null when it does
 * @param lastTermination how it ended last; null when it never did
 */
public record ContainerState(
    String name,
    Role role,
    String image,
    String imageId,
    String pullPolicy,
    int restarts,
    String waits,
    Termination lastTermination) {

  /** What a container of a pod is for. */
  public enum Role {
    /** It answers the requests. */
    SERVES,
    /** It runs as long as the one that serves. */
    BESIDE,
    /** It must end well before the others begin. */
    BEFORE
  }

  /** Whether another image may run after each start: nothing but a digest forbids it. */
  public boolean pullsAnew() {
    return "Always".equals(pullPolicy) && image != null && !image.contains("@sha256:");
  }

  public Optional<Termination> terminated() {
    return Optional.ofNullable(lastTermination);
  }

  /** Whether it ended otherwise than it should: one that runs before the others ends with 0. */
  public boolean died() {
    return lastTermination != null && !(role == Role.BEFORE && lastTermination.exitCode() == 0);
  }
}
