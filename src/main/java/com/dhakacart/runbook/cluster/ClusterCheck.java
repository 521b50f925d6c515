package com.dhakacart.runbook.cluster;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import com.dhakacart.runbook.incident.Workload;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * After the start, in the background: connects, which takes seconds the first time and must not
 * take them from the first incident, and says what of the settings the cluster does not know, which
 * rights are missing and what they cost. Never stops the start: a runbook without its cluster still
 * pages people.
 */
@Component
class ClusterCheck {

  private static final Logger log = LoggerFactory.getLogger(ClusterCheck.class);

  /** What a Role can name, since it is known which ones the runbook works on. */
  private static final List<String> NAMED = List.of("deployments", "horizontalpodautoscalers");

  private static final String GRANT = "grant it in the Role";

  private static final String EXEC =
      "leave it out if you can do without, since it is every right that the container has";

  private static final List<Right> TO_LOOK =
      List.of(
          new Right("get", "apps", "deployments", "everything about the workload"),
          new Right("list", "", "pods", "Check pods, Verify service health, Check resource usage"),
          new Right("get", "", "pods/log", "error lines of the pods, where no log store is set"),
          new Right("get", "", "pods/proxy", "the health endpoint, else curl in the pod is tried"),
          new Right("get", "", "pods/exec", "throttling, where Prometheus does not know it", EXEC),
          new Right(
              "create", "", "pods/exec", "throttling, where Prometheus does not know it", EXEC),
          new Right("list", "", "events", "warning events"),
          new Right("list", "", "services", "ready endpoints"),
          new Right("list", "discovery.k8s.io", "endpointslices", "ready endpoints"),
          new Right("list", "apps", "replicasets", "Check recent release, Plan rollback"),
          new Right("get", "apps", "deployments/scale", "Plan more capacity, without autoscaler"),
          new Right("list", "autoscaling", "horizontalpodautoscalers", "Check autoscaler"),
          new Right("get", "autoscaling", "horizontalpodautoscalers", "Plan more capacity"),
          new Right("list", "metrics.k8s.io", "pods", "CPU and memory use"),
          new Right("list", "", "resourcequotas", "the check that a quota has room for a change"),
          new Right("list", "", "limitranges", "the check that a limit range allows a change"),
          new Right(
              "list",
              "policy",
              "poddisruptionbudgets",
              "the warning that a rollout takes more pods than one allows"));

  private static final List<Right> TO_CHANGE =
      List.of(
          new Right(
              "patch", "apps", "deployments", "Restart backend, Raise limits, Roll back release"),
          new Right("patch", "apps", "deployments/scale", "Scale out"),
          new Right("patch", "autoscaling", "horizontalpodautoscalers", "Scale out"));

  private final KubernetesClient looking;
  private final ChangingRights changing;
  private final KubernetesClient asking;
  private final ClusterSettings settings;
  private final WorkloadObjects objects;
  private final ObjectProvider<List<Workload>> workloads;

  ClusterCheck(
      @Lazy @Qualifier(ClusterClients.LOOKING) KubernetesClient looking,
      ChangingRights changing,
      @Lazy @Qualifier(ClusterClients.ASKING) KubernetesClient asking,
      ClusterSettings settings,
      WorkloadObjects objects,
      ObjectProvider<List<Workload>> workloads) {
    this.workloads = workloads;
    this.objects = objects;
    this.looking = looking;
    this.changing = changing;
    this.asking = asking;
    this.settings = settings;
  }

  @EventListener(ApplicationReadyEvent.class)
  void checkInBackground() {
    Thread thread = new Thread(this::check, "cluster-check");
    thread.setDaemon(true);
    thread.start();
  }

  void check() {
    try {
      String version = looking.getKubernetesVersion().getGitVersion();
      log.info("Reached Kubernetes {} at {}", version, looking.getMasterUrl());
      asking.getKubernetesVersion();
      List<String> problems =
          workloads.getIfAvailable(List::of).stream()
              .flatMap(workload -> problems(workload).stream())
              .distinct()
              .toList();
      problems.forEach(log::warn);
      if (problems.isEmpty()) {
        log.info("The account may do all that the runbook needs in {}", settings.namespaces());
      }
    } catch (RuntimeException e) {
      log.warn(
          "The cluster could not be checked: {}. What is asked of it is unknown until it answers",
          Problems.in(e));
    }
  }

  /** What keeps the runbook from working on it, a sentence each; empty when nothing does. */
  List<String> problems(Workload workload) {
    try {
      settings.mustAllow(workload.namespace());
      List<String> missing = missing(workload);
      return Stream.concat(unknown(workload).stream(), missing.stream()).toList();
    } catch (NamespaceNotAllowed e) {
      return List.of(e.getMessage());
    }
  }

  /** What the settings say of it and the cluster does not know; a missing right says its own. */
  private Optional<String> unknown(Workload workload) {
    try {
      Deployment deployment = objects.deploymentNow(workload);
      boolean hasContainer =
          deployment.getSpec().getTemplate().getSpec().getContainers().stream()
              .anyMatch(it -> it.getName().equals(workload.container()));
      return hasContainer ? Optional.empty() : Optional.of(workload.lacksContainer());
    } catch (KubernetesClientException e) {
      return e.getCode() == HTTP_FORBIDDEN ? Optional.empty() : Optional.of(e.getMessage());
    }
  }

  /**
   * One sentence for each missing right. A Role may name the very objects, and so the question
   * names them, too.
   */
  List<String> missing(Workload workload) {
    List<String> autoscalers = autoscalers(workload);
    return Stream.concat(
            TO_LOOK.stream()
                .filter(right -> !right.isGranted(workload, autoscalers, this::mayLook))
                .map(right -> right.missing(workload, "look")),
            TO_CHANGE.stream()
                .filter(right -> !right.isGranted(workload, autoscalers, changing::has))
                .map(right -> right.missing(workload, "change")))
        .toList();
  }

  private boolean mayLook(ResourceAttributes right) {
    return ChangingRights.isGranted(looking, right);
  }

  private List<String> autoscalers(Workload workload) {
    try {
      return looking
          .autoscaling()
          .v2()
          .horizontalPodAutoscalers()
          .inNamespace(workload.namespace())
          .list()
          .getItems()
          .stream()
          .filter(it -> workload.deployment().equals(it.getSpec().getScaleTargetRef().getName()))
          .map(it -> it.getMetadata().getName())
          .toList();
    } catch (KubernetesClientException e) {
      // that right is missing, and is named among the others
      return List.of();
    }
  }

  /**
   * @param resource with its sub-resource after a slash
   * @param costs the steps that cannot do their work without it
   * @param advice what to do where it is missing
   */
  private record Right(String verb, String group, String resource, String costs, String advice) {

    Right(String verb, String group, String resource, String costs) {
      this(verb, group, resource, costs, GRANT);
    }

    boolean isGranted(
        Workload workload, List<String> autoscalers, Predicate<ResourceAttributes> granted) {
      return on(workload, autoscalers).stream().allMatch(granted);
    }

    private List<ResourceAttributes> on(Workload workload, List<String> autoscalers) {
      if (verb.equals("list") || verb.equals("create") || !NAMED.contains(kind())) {
        return List.of(on(workload.namespace(), null));
      }
      List<String> names =
          kind().equals("deployments") ? List.of(workload.deployment()) : autoscalers;
      return names.stream().map(name -> on(workload.namespace(), name)).toList();
    }

    private ResourceAttributes on(String namespace, String name) {
      String[] parts = resource.split("/");
      return new ResourceAttributesBuilder()
          .withNamespace(namespace)
          .withVerb(verb)
          .withGroup(group)
          .withResource(kind())
          .withSubresource(parts.length > 1 ? parts[1] : null)
          .withName(name)
          .build();
    }

    /** Where a Role names the one, its name may be misspelt in the Role, or in the settings. */
    private boolean isOfTheDeployment() {
      return kind().equals("deployments");
    }

    private String kind() {
      return resource.split("/")[0];
    }

    String missing(Workload workload, String purpose) {
      return "The account that may "
          + purpose
          + " lacks the right to "
          + verb
          + " "
          + resource
          + (group.isEmpty() ? "" : " (" + group + ")")
          + (isOfTheDeployment() ? " of " + workload.deployment() : "")
          + " in "
          + workload.namespace()
          + ": needed for "
          + costs
          + "; "
          + advice;
    }
  }
}
