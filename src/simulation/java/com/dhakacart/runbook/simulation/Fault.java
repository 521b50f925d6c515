package com.dhakacart.runbook.simulation;

import com.dhakacart.runbook.backend.Answer;
import com.dhakacart.runbook.backend.Checks;
import com.dhakacart.runbook.backend.LogLine;
import com.dhakacart.runbook.backend.Release;
import com.dhakacart.runbook.backend.Route;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What can break. Each fault says what it does to the pods that it hits, and which pods those are:
 * it is healed when no pod is hit any more, and for no other reason.
 */
public enum Fault {
  BAD_RELEASE(
      "dhakacart/backend:v2-bad was rolled out: the product list asks for a table that does not"
          + " exist. A rollback heals it.") {
    @Override
    boolean hits(PodFacts pod, ActiveFault active) {
      return false; // it is in the image
    }

    @Override
    Deployment release(Deployment deployment) {
      return withImage(deployment, Images.BAD);
    }

    @Override
    Deployment takeBack(Deployment deployment, ActiveFault active) {
      return Images.isBad(imageOf(deployment))
          ? withImage(deployment, active.before().image())
          : deployment;
    }
  },

  SAME_TAG_RELEASE(
      "A bad build was pushed under the image tag that runs already, and rolled out: going back to"
          + " the previous revision pulls the same build. Only DELETE /faults heals it.") {
    @Override
    boolean hits(PodFacts pod, ActiveFault active) {
      return !pod.createdAt().isBefore(active.began());
    }

    @Override
    Answer answer(Route route, double chance) {
      return Release.BAD.answer(route);
    }

    @Override
    Deployment release(Deployment deployment) {
      return new DeploymentBuilder(deployment)
          .editMetadata()
          .addToAnnotations(CHANGE_CAUSE, "build 4711")
          .endMetadata()
          .editSpec()
          .editTemplate()
          .editMetadata()
          .addToAnnotations(BUILD, "4711")
          .endMetadata()
          .endTemplate()
          .endSpec()
          .build();
    }

    @Override
    Deployment takeBack(Deployment deployment, ActiveFault active) {
      return new DeploymentBuilder(deployment)
          .editMetadata()
          .removeFromAnnotations(CHANGE_CAUSE)
          .endMetadata()
          .editSpec()
          .editTemplate()
          .editMetadata()
          .removeFromAnnotations(BUILD)
          .endMetadata()
          .endTemplate()
          .endSpec()
          .build();
    }
  },

  POOL_EXHAUSTED(
      "All connections of the pools are taken and never come back, though PostgreSQL is well. A"
          + " restart heals it: new pods have new pools.") {
    @Override
    boolean hits(PodFacts pod, ActiveFault active) {
      return pod.startedAt().isBefore(active.began());
    }

    @Override
    Answer answer(Route route, double chance) {
      return Answer.queryFailed(
          route, Checks.Database.exhausted(3).error(), Duration.ofSeconds(19));
    }

    @Override
    Checks checks(Checks well, Duration age) {
      int waiting = (int) Math.min(85, 3 + age.toSeconds() / 2);
      return well.with(Checks.Database.exhausted(waiting));
    }

    @Override
    Usage usage(PodFacts pod) {
      return new Usage(0.016, 95 * MIB, 0);
    }
  },

  DATABASE_DOWN(
      "PostgreSQL is away; no change to the backend helps, and new pods do not start. DELETE"
          + " /faults brings it back.") {
    @Override
    Answer answer(Route route, double chance) {
      return Answer.queryFailed(route, Checks.Database.away().error(), Duration.ofSeconds(4));
    }

    @Override
    Checks checks(Checks well, Duration age) {
      return well.with(Checks.Database.away());
    }

    @Override
    Optional<Ending> ending(PodFacts pod, ActiveFault active) {
      return pod.startedAt().isBefore(active.began())
          ? Optional.empty()
          : Optional.of(
              new Ending(
                  Duration.ofSeconds(1),
                  "Error",
                  1,
                  "Failed to initialize database connection pool"));
    }

    @Override
    Usage usage(PodFacts pod) {
      return new Usage(0.008, 71 * MIB, 0);
    }
  },

  OUT_OF_MEMORY(
      "The backend needs more memory than its limit: containers are killed again and again. A"
          + " higher limit heals it.") {
    @Override
    boolean hits(PodFacts pod, ActiveFault active) {
      return pod.memoryLimit() <= active.before().memoryLimit();
    }

    @Override
    Answer answer(Route route, double chance) {
      return chance < 0.15
          ? failed("Array buffer allocation failed", Duration.ofMillis(800))
          : Answer.slow(Duration.ofMillis(200));
    }

    @Override
    Optional<Ending> ending(PodFacts pod, ActiveFault active) {
      return Optional.of(new Ending(Duration.ofSeconds(25), "OOMKilled", 137, null));
    }

    @Override
    Usage usage(PodFacts pod) {
      return new Usage(0.09, 0.96 * pod.memoryLimit(), 0.01);
    }

    @Override
    Usage cured(PodFacts pod, ActiveFault active) {
      return new Usage(0.05, Math.min(1.1 * active.before().memoryLimit(), 1e9), 0.005);
    }
  },

  CPU_THROTTLED(
      "The backend needs more CPU than its limit: it is throttled, slow, and fails its liveness"
          + " probe now and then. A higher limit heals it.") {
    @Override
    boolean hits(PodFacts pod, ActiveFault active) {
      return pod.cpuLimit() <= active.before().cpuLimit();
    }

    @Override
    Answer answer(Route route, double chance) {
      return chance < 0.12
          ? failed("Event loop blocked", Duration.ofSeconds(6))
          : Answer.slow(Duration.ofMillis((long) (2_000 + 3_000 * chance)));
    }

    @Override
    Optional<Ending> ending(PodFacts pod, ActiveFault active) {
      // The kubelet ends it after three failed liveness probes, and it ends politely.
      return Optional.of(new Ending(Duration.ofSeconds(60), "Completed", 0, null));
    }

    @Override
    Optional<String> failingProbe() {
      return Optional.of(
          "Liveness probe failed: Get \"http://%s:5000/live\": context deadline exceeded"
              + " (Client.Timeout exceeded while awaiting headers)");
    }

    @Override
    Usage usage(PodFacts pod) {
      return new Usage(0.99 * pod.cpuLimit(), 90 * MIB, 0.66);
    }

    @Override
    Usage cured(PodFacts pod, ActiveFault active) {
      return new Usage(Math.min(0.9 * active.before().cpuLimit(), 2), 90 * MIB, 0.02);
    }
  },

  REDIS_DOWN(
      "Redis is away: the health endpoint says so, and part of the cached product lists fail. No"
          + " change to the backend helps; DELETE /faults brings it back.") {
    @Override
    Answer answer(Route route, double chance) {
      return route == Route.CACHED_PRODUCTS && chance < 0.4
          ? new Answer(
              500,
              Duration.ofMillis(300),
              List.of(
                  LogLine.error("Redis client error", "connect ECONNREFUSED 10.96.154.191:6379"),
                  LogLine.error("Request error", Checks.Redis.away().error())))
          : Answer.ok();
    }

    @Override
    Checks checks(Checks well, Duration age) {
      return well.with(Checks.Redis.away());
    }
  },

  EXTERNAL_TIMEOUT(
      "The payment provider does not answer: every payment fails, everything else is well. DELETE"
          + " /faults brings it back.") {
    @Override
    Answer answer(Route route, double chance) {
      return route == Route.PAYMENT
          ? Answer.paymentFailed(
              "An error occurred with our connection to Stripe. Request was retried 1 times.",
              Duration.ofSeconds(8))
          : Answer.ok();
    }
  },

  FALSE_ALARM(
      "The alert fires although hardly a request fails, as a rule without sum() does; it ends by"
          + " itself.") {
    @Override
    Answer answer(Route route, double chance) {
      return route == Route.REVIEWS && chance < 0.2
          ? failed("Review service is warming up", Duration.ofMillis(50))
          : Answer.ok();
    }
  };

  static final String BUILD = "dhakacart.com/build";
  private static final String CHANGE_CAUSE = "kubernetes.io/change-cause";
  private static final double MIB = 1024 * 1024;

  private final String description;

  Fault(String description) {
    this.description = description;
  }

  /** What breaks and what heals it, in one or two sentences. */
  public String description() {
    return description;
  }

  boolean hits(PodFacts pod, ActiveFault active) {
    return true;
  }

  /**
   * How a pod that is hit answers a customer.
   *
   * @param chance 0 to 1, drawn anew for each request
   */
  Answer answer(Route route, double chance) {
    return Answer.ok();
  }

  /** What the health endpoint of a pod that is hit finds. */
  Checks checks(Checks well, Duration age) {
    return well;
  }

  Usage usage(PodFacts pod) {
    return Usage.normal();
  }

  /** What a pod uses that is not hit (any more). */
  Usage cured(PodFacts pod, ActiveFault active) {
    return Usage.normal();
  }

  /** How the container of a pod that is hit ends; empty when it goes on. */
  Optional<Ending> ending(PodFacts pod, ActiveFault active) {
    return Optional.empty();
  }

  /** The warning that the kubelet repeats; {@code %s} stands for the pod's address. */
  Optional<String> failingProbe() {
    return Optional.empty();
  }

  /** What is rolled out when the fault begins; as it is when nothing is. */
  Deployment release(Deployment deployment) {
    return deployment;
  }

  /** The Deployment without what {@link #release} changed. */
  Deployment takeBack(Deployment deployment, ActiveFault active) {
    return deployment;
  }

  /** A failure that has nothing to do with what the route does, and does not name its steps. */
  private static Answer failed(String error, Duration after) {
    return new Answer(500, after, List.of(LogLine.error("Request error", error)));
  }

  private static Deployment withImage(Deployment deployment, String image) {
    return new DeploymentBuilder(deployment)
        .editMetadata()
        .addToAnnotations(CHANGE_CAUSE, "set image backend=" + image)
        .endMetadata()
        .editSpec()
        .editTemplate()
        .editSpec()
        .editMatchingContainer(container -> container.getName().equals("backend"))
        .withImage(image)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static String imageOf(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }
}
