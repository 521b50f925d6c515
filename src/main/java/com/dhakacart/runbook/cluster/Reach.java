package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.cluster.ClusterReach.Outage.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Knows when the API server is silent, so that not everybody has to wait for its silence: after
 * some questions in a row without an answer each further one is told so at once, while one thread
 * asks until it answers again. What a proxy answers that does not reach it is silence, too; and an
 * API server that does not know the account is of as little use, which is told in its own words.
 * Any other refusal is an answer. Changes are not held up by it.
 */
@Component
class Reach implements ClusterReach {

  private static final Logger log = LoggerFactory.getLogger(Reach.class);

  /** Questions in a row without an answer of use, which are no accident. */
  private static final int OUT_AFTER = 5;

  /** After which somebody asks though nobody has a question. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private static final int NO_CODE = 0;

  /** A load balancer's, and the API server's own while it starts or ends. */
  private static final Set<Integer> NOT_REACHED = Set.of(502, 503, 504);

  private final Runnable probe;
  private final Duration probeEvery;
  private final Clock clock;

  private volatile Instant lastAsked = Instant.EPOCH;
  private int unanswered;
  private Instant firstUnanswered;
  private volatile Outage outage;

  @Autowired
  Reach(@Lazy @Qualifier(ClusterClients.LOOKING) KubernetesClient client) {
    this(client::getKubernetesVersion, Duration.ofSeconds(1), Clock.systemUTC());
  }

  /**
   * @param probe asks anything; what it throws is judged like any other answer
   */
  Reach(Runnable probe, Duration probeEvery, Clock clock) {
    this.probe = probe;
    this.probeEvery = probeEvery;
    this.clock = clock;
  }

  @Override
  public Optional<Outage> outage() {
    return Optional.ofNullable(outage);
  }

  /**
   * @throws ClusterUnavailable at once where the API server is known to be silent, or to refuse the
   *     account
   */
  <T> T ask(Supplier<T> question) {
    Outage known = outage;
    if (known != null) {
      throw new ClusterUnavailable(
          "The API server %s since %s (%s); it is asked all the time, and this again once it answers"
              .formatted(known.kind().inWords(), known.since(), known.problem()),
          null);
    }
    return judged(question);
  }

  /**
   * Each node by itself, so that health and the alert rules know of an outage before an incident
   * does: once a minute where nothing else is asked, and at once again where there is no answer.
   */
  @Scheduled(initialDelay = 60_000, fixedDelay = 10_000)
  void askIfNobodyDoes() {
    if (outage == null && (hasGoneUnanswered() || isQuiet())) {
      probe();
    }
  }

  private synchronized boolean hasGoneUnanswered() {
    return unanswered > 0;
  }

  private boolean isQuiet() {
    return lastAsked.plus(QUIET).isBefore(clock.instant());
  }

  private <T> T judged(Supplier<T> question) {
    lastAsked = clock.instant();
    try {
      T answer = question.get();
      answered();
      return answer;
    } catch (RuntimeException e) {
      kindOf(e).ifPresentOrElse(kind -> unanswered(kind, Problems.in(e)), this::answered);
      throw e;
    }
  }

  /** Empty for an answer, such as a refusal of one thing. */
  private static Optional<Kind> kindOf(RuntimeException failure) {
    int code = code(failure);
    if (code == ApiFailure.UNAUTHORIZED) {
      return Optional.of(Kind.REFUSAL);
    }
    return NOT_REACHED.contains(code) || code == NO_CODE && isSilence(failure)
        ? Optional.of(Kind.SILENCE)
        : Optional.empty();
  }

  private static boolean isSilence(RuntimeException failure) {
    return causes(failure)
        .anyMatch(it -> it instanceof IOException || it instanceof TimeoutException);
  }

  /**
   * That of HTTP; the client's exceptions have none, or the one of a failure, without an answer.
   */
  private static int code(RuntimeException failure) {
    return causes(failure)
        .mapToInt(Reach::codeOf)
        .filter(it -> it > NO_CODE)
        .findFirst()
        .orElse(NO_CODE);
  }

  private static int codeOf(Throwable failure) {
    if (failure instanceof KubernetesClientException refused) {
      return refused.getCode();
    }
    return failure instanceof ApiFailure refused ? refused.code() : NO_CODE;
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  private synchronized void answered() {
    unanswered = 0;
    if (outage != null) {
      log.info("The API server answers again; it did not since {}", outage.since());
      outage = null;
    }
  }

  private synchronized void unanswered(Kind kind, String problem) {
    if (unanswered++ == 0) {
      firstUnanswered = clock.instant();
    }
    if (unanswered < OUT_AFTER || outage != null && outage.kind() == kind) {
      return;
    }
    boolean begins = outage == null;
    outage = new Outage(begins ? firstUnanswered : clock.instant(), kind, problem);
    log.error("The API server {} since {}: {}", kind.inWords(), outage.since(), problem);
    if (begins) {
      Thread asking = new Thread(this::askUntilItAnswers, "cluster-probe");
      asking.setDaemon(true);
      asking.start();
    }
  }

  private void askUntilItAnswers() {
    try {
      while (outage != null) {
        Thread.sleep(probeEvery.toMillis());
        probe();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe() {
    try {
      judged(
          () -> {
            probe.run();
            return null;
          });
    } catch (RuntimeException e) {
      log.debug("The API server gives no answer still: {}", Problems.in(e));
    }
  }
}
