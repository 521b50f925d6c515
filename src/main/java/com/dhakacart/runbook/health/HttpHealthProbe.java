package com.dhakacart.runbook.health;

import static java.util.stream.Collectors.toMap;

import com.dhakacart.runbook.health.PodCalls.PodsUnknown;
import com.dhakacart.runbook.health.PodCalls.Reply;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.PodFigures;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.Workload;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Asks the pods over HTTP, every pod before the first answer is waited for. */
@Component
class HttpHealthProbe implements HealthProbe {

  /** A pod that is reached by a second way may need longer than the time it has to answer. */
  private static final Duration ALLOWANCE = Duration.ofSeconds(5);

  private final PodCalls pods;
  private final HealthSettings settings;
  private final HealthReader healthReader;
  private final FigureReader figureReader;
  private final Clock clock;

  /** Paths that a pod does not have: what it serves changes with its image, and so with the pod. */
  private final Cache<String, Reply> absent =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofDays(1)).maximumSize(1_000).build();

  HttpHealthProbe(
      PodCalls pods,
      HealthSettings settings,
      HealthReader healthReader,
      FigureReader figureReader,
      Clock clock) {
    this.pods = pods;
    this.settings = settings;
    this.healthReader = healthReader;
    this.figureReader = figureReader;
    this.clock = clock;
  }

  @Override
  public Answer<List<PodHealth>> health(Workload workload) {
    return askEveryPod(
        workload,
        settings.path(),
        pod ->
            Stream.of(
                get(workload, pod, settings.path(), settings.timeout())
                    .thenApply(reply -> healthReader.whole(pod, reply))));
  }

  @Override
  public Answer<List<PodHealth>> part(
      Workload workload, String part, Answer<List<PodHealth>> whole) {
    String path = settings.partPath(part);
    Map<String, PodHealth> wholeByPod =
        whole
            .map(
                answers ->
                    answers.stream().collect(toMap(PodHealth::pod, health -> health, (a, b) -> a)))
            .known()
            .orElse(Map.of());
    Answer<List<PodHealth>> answer =
        askEveryPod(
            workload,
            "%s (where it does not exist: what %s said)".formatted(path, settings.path()),
            pod ->
                Stream.of(
                    part(workload, pod, path)
                        .thenApply(
                            reply ->
                                saysNothing(reply)
                                    ? wholeByPod.getOrDefault(pod, missing(pod, path, reply))
                                    : healthReader.part(pod, part, reply))));
    boolean nobodyHasIt =
        !whole.answered()
            && answer.answered()
            && answer.value().stream().allMatch(health -> health.status() == 404);
    return nobodyHasIt
        ? Answer.unknown(
            answer.source(),
            answer.askedAt(),
            "%s does not exist (404), and %s gave no answer: %s"
                .formatted(path, settings.path(), whole.unknownBecause()))
        : answer;
  }

  @Override
  public Answer<List<EndpointCheck>> keyEndpoints(Workload workload) {
    return askEveryPod(
        workload,
        String.join(", ", settings.keyEndpoints()),
        pod ->
            settings.keyEndpoints().stream()
                .map(
                    path ->
                        get(workload, pod, path, settings.keyEndpointTimeout())
                            .thenApply(reply -> endpointCheck(pod, path, reply))));
  }

  @Override
  public Answer<List<PodFigures>> databaseFigures(Workload workload) {
    return askEveryPod(
        workload,
        settings.metricsPath(),
        pod ->
            Stream.of(
                get(workload, pod, settings.metricsPath(), settings.metricsTimeout())
                    .thenApply(reply -> figureReader.read(pod, reply))));
  }

  private <T> Answer<List<T>> askEveryPod(
      Workload workload, String paths, Function<String, Stream<CompletableFuture<T>>> ask) {
    String question = "GET %s of every pod of %s".formatted(paths, workload.name());
    Instant askedAt = clock.instant();
    List<String> names;
    try {
      names = pods.pods(workload);
    } catch (PodsUnknown unknown) {
      return Answer.unknown(question, askedAt, unknown.getMessage());
    }
    if (names.isEmpty()) {
      return Answer.unknown(
          question,
          askedAt,
          "%s has no pod that could be asked; look at kubectl get pods -n %s"
              .formatted(workload.name(), workload.namespace()));
    }
    List<CompletableFuture<T>> replies = names.stream().flatMap(ask).toList();
    return Answer.of(question, askedAt, replies.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<Reply> get(
      Workload workload, String pod, String path, Duration timeout) {
    Duration atMost = timeout.plus(ALLOWANCE);
    Reply none =
        new Reply("none", 0, "", atMost.toMillis(), "no answer in " + atMost.toSeconds() + " s");
    return pods.get(workload, pod, path, timeout)
        .completeOnTimeout(none, atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<Reply> part(Workload workload, String pod, String path) {
    String key = workload.name() + "/" + pod + path;
    Reply before = absent.getIfPresent(key);
    return before != null
        ? CompletableFuture.completedFuture(before)
        : get(workload, pod, path, settings.timeout())
            .whenComplete(
                (reply, failure) -> {
                  if (failure == null && reply.status() == 404) {
                    absent.put(key, reply);
                  }
                });
  }

  /** The part does not exist, or its rate limit spoke: the whole answer knows more. */
  private static boolean saysNothing(Reply reply) {
    return reply.status() == 404 || reply.status() == 429;
  }

  private static PodHealth missing(String pod, String path, Reply reply) {
    return new PodHealth(
        pod,
        reply.via(),
        reply.status(),
        reply.tookMillis(),
        null,
        null,
        null,
        null,
        "%s answered %d, and the whole health answer of this pod is missing"
            .formatted(path, reply.status()));
  }

  private static EndpointCheck endpointCheck(String pod, String path, Reply reply) {
    return new EndpointCheck(
        pod, path, reply.via(), reply.status(), reply.tookMillis(), problem(path, reply));
  }

  private static String problem(String path, Reply reply) {
    if (reply.problem() != null) {
      return reply.problem();
    }
    return switch (reply.status()) {
      case 0 -> "no answer";
      case 404 ->
          "%s does not exist (404); the paths are the setting runbook.health.key-endpoints"
              .formatted(path);
      default -> null;
    };
  }
}
