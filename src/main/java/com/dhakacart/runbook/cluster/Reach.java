package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Knows when the API server is silent, so that not everybody has to wait for its silence: after
 * some questions in a row without an answer each further one is told so at once, while one thread
 * asks until it answers again. A refusal is an answer. Changes are not held up by it.
 */
@Component
class Reach implements ClusterReach {

  private static final Logger log = LoggerFactory.getLogger(Reach.class);

  /** Questions, none of which was answered, that are no accident. */
  private static final int SILENT_AFTER = 5;

  private final Runnable probe;
  private final Duration probeEvery;
  private final Clock clock;

  private int silences;
  private Instant firstSilence;
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
   * @throws ClusterUnavailable at once where the API server is known to be silent
   */
  <T> T ask(Supplier<T> question) {
    Outage known = outage;
    if (known != null) {
      throw new ClusterUnavailable(
          "The API server has not answered since %s (%s); it is asked all the time, and this again once it does"
              .formatted(known.since(), known.problem()),
          null);
    }
    return judged(question);
  }

  private <T> T judged(Supplier<T> question) {
    try {
      T answer = question.get();
      answered();
      return answer;
    } catch (RuntimeException e) {
      if (isSilence(e)) {
        silent(Problems.in(e));
      } else {
        answered();
      }
      throw e;
    }
  }

  /** No HTTP answer at all; the client's exceptions have no code then, or the one of a failure. */
  private static boolean isSilence(RuntimeException failure) {
    boolean withoutCode =
        !(failure instanceof KubernetesClientException refused) || refused.getCode() <= 0;
    return withoutCode
        && Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
            .anyMatch(it -> it instanceof IOException || it instanceof TimeoutException);
  }

  private synchronized void answered() {
    silences = 0;
    if (outage != null) {
      log.info("The API server answers again; it was silent since {}", outage.since());
      outage = null;
    }
  }

  private synchronized void silent(String problem) {
    if (silences++ == 0) {
      firstSilence = clock.instant();
    }
    if (silences >= SILENT_AFTER && outage == null) {
      outage = new Outage(firstSilence, problem);
      log.error("The API server does not answer since {}: {}", firstSilence, problem);
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
      log.debug("The API server is silent still: {}", Problems.in(e));
    }
  }
}
