package com.dhakacart.runbook.health;

import com.dhakacart.runbook.health.PodCalls.PodsUnknown;
import com.dhakacart.runbook.health.PodCalls.Reply;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.PodFigures;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.Workload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    return askEveryPod(workload, settings.path(), pod -> Stream.of(healthOf(workload, pod)));
  }

  @Override
  public Answer<List<PodHealth>> health(Workload workload, Set<String> asked) {
    List<CompletableFuture<PodHealth>> replies =
        asked.stream().sorted().map(pod -> healthOf(workload, pod)).toList();
    return Answer.of(
        "GET %s of %s".formatted(settings.path(), String.join(", ", new TreeSet<>(asked))),
        clock.instant(),
        replies.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<PodHealth> healthOf(Workload workload, String pod) {
    return get(workload, pod, settings.path(), settings.timeout())
        .thenApply(reply -> healthReader.whole(pod, reply));
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
