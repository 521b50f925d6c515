package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Workload;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Reads the Kubernetes objects that belong to a workload.
 *
 * <p>All methods throw {@link NamespaceNotAllowed}, {@link KubernetesClientException} when the API
 * server is away or refuses, or {@link ClusterUnavailable} when it is known to be away.
 */
@Component
class WorkloadObjects {

  private final KubernetesClient client;
  private final Reach reach;
  private final ClusterSettings settings;
  private final OtherWorkloads otherWorkloads;
  private final Shared<String, Deployment> deployments;
  private final Shared<String, List<Pod>> pods;
  private final Shared<String, List<ReplicaSet>> replicaSets;
  private final Shared<String, List<HorizontalPodAutoscaler>> autoscalers;
  private final Shared<String, List<Node>> nodes;
  private final NamespaceRules rules;
  private final DisruptionBudgets budgets;

  WorkloadObjects(
      @Lazy @Qualifier(ClusterClients.LOOKING) KubernetesClient client,
      Reach reach,
      ClusterSettings settings) {
    this.client = client;
    this.reach = reach;
    this.settings = settings;
    this.otherWorkloads = new OtherWorkloads(client);
    this.deployments = new Shared<>(settings.shareFor());
    this.pods = new Shared<>(settings.shareFor());
    this.replicaSets = new Shared<>(settings.shareFor());
    this.autoscalers = new Shared<>(settings.shareFor());
    this.nodes = new Shared<>(settings.shareFor());
    this.rules = new NamespaceRules(client, reach, settings.shareFor());
    this.budgets = new DisruptionBudgets(client, reach, settings.shareFor());
  }

  void mustAllow(Workload workload) {
    settings.mustAllow(workload.namespace());
  }

  Deployment deployment(Workload workload) {
    return deployments.get(workload.name(), () -> deploymentNow(workload));
  }

  /** Not a moment old: right after a change everything depends on what it made of it. */
  Deployment deploymentNow(Workload workload) {
    mustAllow(workload);
    Deployment found =
        reach.ask(
            () ->
                client
                    .apps()
                    .deployments()
                    .inNamespace(workload.namespace())
                    .withName(workload.deployment())
                    .get());
    if (found == null) {
      throw new KubernetesClientException(
          "Deployment "
              + workload.name()
              + " does not exist"
              + otherWorkloads.instead(workload)
              + "; check runbook.services."
              + workload.service());
    }
    return found;
  }

  /** Of plain JSON, as it is or would be. */
  static Deployment deployment(JsonNode tree) {
    try {
      return Serialization.jsonMapper().treeToValue(tree, Deployment.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "This is no Deployment that can be read: " + e.getOriginalMessage(), e);
    }
  }

  /** All pods that the Deployment selects, also those that end or have ended. */
  List<Pod> pods(Deployment deployment) {
    return pods.get(key(deployment), () -> podsNow(deployment));
  }

  private List<Pod> podsNow(Deployment deployment) {
    return reach.ask(
        () ->
            client
                .pods()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withLabelSelector(deployment.getSpec().getSelector())
                .list()
                .getItems());
  }

  /**
   * The pods that its rollout has made by now, each looked for at this moment; none while the
   * controller has not begun.
   */
  List<Pod> updatedPodsNow(Deployment deployment) {
    return new RevisionHistory(
            deployment,
            replicaSetsNow(deployment).stream().filter(it -> isOwnedBy(it, deployment)).toList())
        .ofTheTemplate().stream()
            .flatMap(newest -> podsNow(deployment).stream().filter(it -> isOwnedBy(it, newest)))
            .filter(WorkloadObjects::counts)
            .toList();
  }

  /**
   * The Deployment's own pods that count, as the ReplicaSet controller counts them: not evicted,
   * ended or on their way out. The others stand in the events.
   */
  List<Pod> activePods(Deployment deployment) {
    return pods(deployment).stream()
        .filter(pod -> PodOwner.isOf(pod, deployment) || isOfItsReplicaSets(pod, deployment))
        .filter(WorkloadObjects::counts)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  private static boolean counts(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && !"Failed".equals(phase(pod))
        && !"Succeeded".equals(phase(pod));
  }

  /**
   * Pods behind a Service that are not the Deployment's: a canary's, or anybody's that wear its
   * labels.
   *
   * @param names of all pods behind it
   * @return each with what controls it; a pod that is not found any more is left out
   */
  List<String> ofOthers(Service service, Set<String> names, Deployment deployment) {
    Map<String, Pod> known =
        pods(deployment).stream()
            .collect(Collectors.toMap(it -> it.getMetadata().getName(), it -> it));
    Stream<Pod> behind = known.values().stream();
    if (!known.keySet().containsAll(names)) {
      behind =
          reach
              .ask(
                  () ->
                      client
                          .pods()
                          .inNamespace(deployment.getMetadata().getNamespace())
                          .withLabels(service.getSpec().getSelector())
                          .list()
                          .getItems())
              .stream();
    }
    return behind
        .filter(pod -> names.contains(pod.getMetadata().getName()))
        .filter(pod -> !PodOwner.isOf(pod, deployment) && !isOfItsReplicaSets(pod, deployment))
        .map(PodOwner::named)
        .sorted()
        .toList();
  }

  private boolean isOfItsReplicaSets(Pod pod, Deployment deployment) {
    return replicaSets(deployment).stream().anyMatch(it -> isOwnedBy(pod, it));
  }

  List<ReplicaSet> replicaSets(Deployment deployment) {
    return replicaSets.get(key(deployment), () -> replicaSetsNow(deployment)).stream()
        .filter(replicaSet -> isOwnedBy(replicaSet, deployment))
        .toList();
  }

  private List<ReplicaSet> replicaSetsNow(Deployment deployment) {
    return reach.ask(
        () ->
            client
                .apps()
                .replicaSets()
                .inNamespace(deployment.getMetadata().getNamespace())
                .withLabelSelector(deployment.getSpec().getSelector())
                .list()
                .getItems());
  }

  Optional<HorizontalPodAutoscaler> autoscaler(Workload workload) {
    mustAllow(workload);
    return autoscalers
        .get(
            workload.namespace(),
            () ->
                reach.ask(
                    () ->
                        client
                            .autoscaling()
                            .v2()
                            .horizontalPodAutoscalers()
                            .inNamespace(workload.namespace())
                            .list()
                            .getItems()))
        .stream()
        .filter(autoscaler -> scales(autoscaler, workload))
        .findFirst();
  }

  /** Begins to ask for all by which a namespace could keep a rollout from its end. */
  void beginRules(String namespace) {
    rules.begin(namespace);
    budgets.begin(namespace);
  }

  List<PodDisruptionBudget> budgets(Deployment deployment) {
    return budgets.of(deployment);
  }

  NamespaceRoom room(Workload workload) {
    mustAllow(workload);
    rules.begin(workload.namespace());
    return room(deployment(workload));
  }

  /** For the pods of a Deployment as it is, or as it would be. */
  NamespaceRoom room(Deployment deployment) {
    String namespace = deployment.getMetadata().getNamespace();
    return new NamespaceRoom(
        rules.quotas(namespace), rules.ranges(namespace), () -> nodes(NodeChoice.of(deployment)));
  }

  /** All of the cluster: large, and needed by several looks. */
  List<Node> nodes() {
    return nodes.get("", () -> client.nodes().list().getItems());
  }

  private List<Node> nodes(NodeChoice choice) {
    return selected(choice).filter(choice::allows).toList();
  }

  /** Nodes belong to no namespace, and few accounts may see them. */
  private Stream<Node> selected(NodeChoice choice) {
    try {
      return nodes().stream().filter(choice::selects);
    } catch (KubernetesClientException e) {
      if (e.getCode() != ApiFailure.FORBIDDEN) {
        throw e;
      }
      return Stream.empty();
    }
  }

  /**
   * For how many pods there is a place by what their own template asks for; empty where that is not
   * limited, or not known.
   */
  Optional<Places> places(Deployment deployment) {
    return Places.of(deployment, () -> choices(deployment), () -> activePods(deployment));
  }

  private Places.Nodes choices(Deployment deployment) {
    NodeChoice choice = NodeChoice.of(deployment);
    Map<Boolean, List<Node>> open =
        selected(choice).collect(Collectors.partitioningBy(choice::allows));
    return new Places.Nodes(open.get(true), open.get(false));
  }

  private static boolean scales(HorizontalPodAutoscaler autoscaler, Workload workload) {
    CrossVersionObjectReference target = autoscaler.getSpec().getScaleTargetRef();
    return target != null
        && "Deployment".equals(target.getKind())
        && workload.deployment().equals(target.getName());
  }

  private static String key(Deployment deployment) {
    return deployment.getMetadata().getNamespace()
        + "/"
        + deployment.getMetadata().getName()
        + "/"
        + deployment.getSpec().getSelector();
  }

  private static boolean isOwnedBy(HasMetadata object, HasMetadata owner) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(
            reference ->
                Boolean.TRUE.equals(reference.getController())
                    && owner.getMetadata().getUid().equals(reference.getUid()));
  }

  static String phase(Pod pod) {
    return pod.getStatus() == null ? null : pod.getStatus().getPhase();
  }
}
