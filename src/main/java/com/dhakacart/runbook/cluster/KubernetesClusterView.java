package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.cluster.NamespaceRoom.PodDemand;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Autoscaler;
import com.dhakacart.runbook.incident.Autoscaling;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.LastWords;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.Obstacle;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.Reversal;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.WarningEvent;
import com.dhakacart.runbook.incident.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.ContainerMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Sees a workload through the Kubernetes API. */
@Component
class KubernetesClusterView implements ClusterView {

  private final KubernetesClient client;
  private final WorkloadObjects objects;
  private final ServicesInFront services;
  private final CpuThrottling throttling;
  private final ApiServer api;
  private final Obstacles obstacles;
  private final Standing standing;
  private final DeadContainers dead;
  private final ClusterSettings settings;

  KubernetesClusterView(
      @Lazy @Qualifier(ClusterClients.LOOKING) KubernetesClient client,
      WorkloadObjects objects,
      ServicesInFront services,
      CpuThrottling throttling,
      ApiServer api,
      Obstacles obstacles,
      Standing standing,
      DeadContainers dead,
      ClusterSettings settings) {
    this.client = client;
    this.objects = objects;
    this.services = services;
    this.throttling = throttling;
    this.api = api;
    this.obstacles = obstacles;
    this.standing = standing;
    this.dead = dead;
    this.settings = settings;
  }

  @Override
  public Answer<List<PodState>> pods(Workload workload) {
    return answer(
        "kubectl get pods of deployment/" + workload.deployment() + in(workload),
        () -> podStates(workload));
  }

  @Override
  public Answer<List<LastWords>> lastWords(Workload workload) {
    return answer(
        "kubectl logs --previous of every container that died" + in(workload),
        () -> dead.lastWords(workload, podStates(workload)));
  }

  @Override
  public Answer<List<WarningEvent>> warningEvents(Workload workload) {
    return answer(
        "kubectl get events --field-selector type=Warning" + in(workload),
        () -> {
          Deployment deployment = objects.deployment(workload);
          Set<String> replicaSets =
              objects.replicaSets(deployment).stream()
                  .map(one -> one.getMetadata().getName())
                  .collect(Collectors.toSet());
          return WarningEvents.of(
              client
                  .v1()
                  .events()
                  .inNamespace(workload.namespace())
                  .withField("type", "Warning")
                  .list()
                  .getItems(),
              workload.deployment(),
              replicaSets,
              autoscalerName(workload),
              settings.mostEvents());
        });
  }

  @Override
  public Answer<List<NodeState>> nodes(Workload workload) {
    return answer(
        "kubectl describe nodes",
        () -> {
          Set<String> used =
              activePods(workload).stream()
                  .map(pod -> pod.getSpec().getNodeName())
                  .filter(Objects::nonNull)
                  .collect(Collectors.toSet());
          return objects.nodes().stream()
              .filter(node -> used.contains(node.getMetadata().getName()))
              .map(NodeStates::of)
              .toList();
        });
  }

  @Override
  public Answer<List<ServiceEndpoints>> endpoints(Workload workload) {
    return answer(
        "kubectl get endpointslices of the Services that select deployment/"
            + workload.deployment()
            + in(workload),
        () -> services.endpoints(objects.deployment(workload)));
  }

  @Override
  public Answer<List<PodUsage>> usage(Workload workload) {
    return answer(
        "kubectl top pods of deployment/" + workload.deployment() + in(workload),
        () -> {
          Set<String> pods =
              activePods(workload).stream()
                  .map(pod -> pod.getMetadata().getName())
                  .collect(Collectors.toSet());
          return client.top().pods().metrics(workload.namespace()).getItems().stream()
              .filter(metrics -> pods.contains(metrics.getMetadata().getName()))
              .flatMap(metrics -> usage(metrics, workload.container()).stream())
              .toList();
        });
  }

  @Override
  public Answer<List<PodThrottling>> throttling(Workload workload) {
    return answer(
        "kubectl exec -- " + CpuThrottling.source() + in(workload),
        () ->
            throttling.of(
                workload,
                activePods(workload).stream()
                    .filter(pod -> "Running".equals(WorkloadObjects.phase(pod)))
                    .map(pod -> pod.getMetadata().getName())
                    .toList()));
  }

  @Override
  public Answer<Releases> releases(Workload workload) {
    return answer(
        "kubectl rollout history deployment/" + workload.deployment() + in(workload),
        () -> {
          Deployment deployment = objects.deployment(workload);
          List<ReplicaSet> owned = objects.replicaSets(deployment);
          return new RevisionHistory(deployment, owned).releases(objects.activePods(deployment));
        });
  }

  @Override
  public Answer<Autoscaling> autoscaling(Workload workload) {
    return answer(
        "kubectl get hpa" + in(workload),
        () ->
            new Autoscaling(
                RolloutJudgement.replicas(objects.deployment(workload)),
                objects.autoscaler(workload).map(KubernetesClusterView::seen).orElse(null)));
  }

  @Override
  public Answer<List<String>> hindrances(
      Workload workload, Map<String, String> limits, int replicas) {
    return answer(
        "kubectl get resourcequotas,limitranges" + in(workload),
        () -> {
          Deployment deployment = objects.deployment(workload);
          int now = RolloutJudgement.replicas(deployment);
          int wanted = Math.max(now, replicas);
          String container = workload.container();
          PodDemand before = PodDemand.of(deployment, container, now, Map.of());
          PodDemand after = PodDemand.of(deployment, container, wanted, limits);
          boolean replaced = !after.perPod().equals(before.perPod());
          // while pods are replaced, old and new ones stand side by side
          int most = wanted + (replaced ? Surge.of(deployment, wanted) : 0);
          NamespaceRoom room = objects.room(workload);
          return Stream.concat(
                  room.forbids(before, PodDemand.of(deployment, container, most, limits)).stream(),
                  objects
                      .places(deployment)
                      .filter(it -> wanted > now && wanted > it.most())
                      .map(it -> it.tooFewFor(wanted))
                      .stream())
              .toList();
        });
  }

  @Override
  public Answer<List<Obstacle>> obstacles(Change change) {
    ChangeTarget target = ChangeTarget.of(change);
    return answer(
        "kubectl get " + target.inKubectlsWords() + " -n " + target.namespace() + " -o yaml",
        () -> {
          settings.mustAllow(target.namespace());
          return obstacles.against(change);
        });
  }

  @Override
  public Answer<List<Reversal>> reversed(List<Change> inEffect) {
    return answer(
        "kubectl get of what was changed -o yaml --show-managed-fields",
        () -> {
          inEffect.forEach(change -> settings.mustAllow(change.namespace()));
          return standing.reversed(inEffect);
        });
  }

  @Override
  public Answer<RolloutStatus> rolloutStatus(Workload workload) {
    return rolloutStatus(workload, objects::deploymentNow);
  }

  @Override
  public Answer<RolloutStatus> recentRolloutStatus(Workload workload) {
    return rolloutStatus(workload, objects::deployment);
  }

  private Answer<RolloutStatus> rolloutStatus(
      Workload workload, Function<Workload, Deployment> read) {
    return answer(
        "kubectl rollout status deployment/" + workload.deployment() + in(workload),
        () -> {
          Deployment deployment = read.apply(workload);
          RolloutStatus status = RolloutJudgement.of(deployment);
          boolean stuck =
              switch (status.state()) {
                case COMPLETE -> false;
                case RUNNING -> !status.replacing();
                case FAILED -> true;
              };
          return stuck ? because(PodHindrances.of(objects.activePods(deployment)), status) : status;
        });
  }

  @Override
  public Answer<List<PodState>> updatedPods(Workload workload) {
    return answer(
        "kubectl get pods of the newest ReplicaSet of deployment/"
            + workload.deployment()
            + in(workload),
        () ->
            objects.updatedPodsNow(objects.deploymentNow(workload)).stream()
                .map(pod -> PodStates.of(pod, workload.container()))
                .toList());
  }

  @Override
  public Answer<Boolean> isMade(Change change, String incident) {
    ChangeTarget target = ChangeTarget.of(change);
    return answer(
        "kubectl get " + target.inKubectlsWords() + " -n " + target.namespace() + " -o yaml",
        () -> {
          settings.mustAllow(target.namespace());
          return MadeBefore.at(change, incident, api.get(target.path())).isPresent();
        });
  }

  /** kubectl says that the time is up, and leaves it to people to find out why. */
  private static RolloutStatus because(List<String> hindrances, RolloutStatus status) {
    return hindrances.isEmpty()
        ? status
        : new RolloutStatus(
            status.state(),
            status.message() + ": " + String.join("; ", hindrances),
            status.replacing(),
            status.refused());
  }

  private List<PodState> podStates(Workload workload) {
    return activePods(workload).stream()
        .map(pod -> PodStates.of(pod, workload.container()))
        .toList();
  }

  private List<Pod> activePods(Workload workload) {
    Deployment deployment = objects.deployment(workload);
    boolean served =
        deployment.getSpec().getTemplate().getSpec().getContainers().stream()
            .anyMatch(one -> workload.container().equals(one.getName()));
    if (!served) {
      throw new IllegalStateException(workload.lacksContainer());
    }
    return objects.activePods(deployment);
  }

  /** Null when there is none, or when it may not be seen: events of others still count. */
  private String autoscalerName(Workload workload) {
    try {
      return objects.autoscaler(workload).map(one -> one.getMetadata().getName()).orElse(null);
    } catch (KubernetesClientException e) {
      return null;
    }
  }

  private static Optional<PodUsage> usage(PodMetrics metrics, String container) {
    return metrics.getContainers().stream()
        .filter(one -> container.equals(one.getName()))
        .map(ContainerMetrics::getUsage)
        .filter(usage -> usage.containsKey("cpu") && usage.containsKey("memory"))
        .map(
            usage ->
                new PodUsage(
                    metrics.getMetadata().getName(),
                    usage.get("cpu").getNumericalAmount().doubleValue(),
                    usage.get("memory").getNumericalAmount().longValue()))
        .findFirst();
  }

  private static Autoscaler seen(HorizontalPodAutoscaler autoscaler) {
    Optional<HorizontalPodAutoscalerStatus> status = Optional.ofNullable(autoscaler.getStatus());
    Integer min = autoscaler.getSpec().getMinReplicas();
    return new Autoscaler(
        autoscaler.getMetadata().getName(),
        min == null ? 1 : min,
        autoscaler.getSpec().getMaxReplicas(),
        status.map(one -> one.getCurrentReplicas()).orElse(0),
        status.map(one -> one.getDesiredReplicas()).orElse(0),
        status.stream()
            .flatMap(one -> one.getConditions().stream())
            .filter(one -> isProblem(one.getType(), one.getStatus(), one.getReason()))
            .map(one -> one.getType() + " is " + one.getStatus() + ": " + one.getMessage())
            .toList(),
        AutoscalerMetrics.of(autoscaler));
  }

  /** At its minimum an autoscaler is limited, too ({@code TooFewReplicas}): that is no problem. */
  private static boolean isProblem(String type, String status, String reason) {
    return switch (type) {
      case "AbleToScale", "ScalingActive" -> "False".equals(status);
      case "ScalingLimited" -> "True".equals(status) && "TooManyReplicas".equals(reason);
      default -> false;
    };
  }

  private static String in(Workload workload) {
    return " -n " + workload.namespace();
  }

  /** Whatever goes wrong on the way is why there is no answer, and the reader judges it. */
  private static <T> Answer<T> answer(String source, Supplier<T> question) {
    Instant askedAt = Instant.now();
    try {
      return Answer.of(source, askedAt, question.get());
    } catch (RuntimeException e) {
      return Answer.unknown(source, askedAt, Problems.in(e));
    }
  }
}
