package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Locale;

/** What stands where a Deployment was expected: the runbook changes Deployments only. */
final class OtherWorkloads {

  private static final List<Kind> KINDS =
      List.of(
          new Kind("apps", "v1", "StatefulSet", "kubectl rollout undo statefulset/%s -n %s"),
          new Kind("apps", "v1", "DaemonSet", "kubectl rollout undo daemonset/%s -n %s"),
          new Kind("argoproj.io", "v1alpha1", "Rollout", "kubectl argo rollouts undo %s -n %s"),
          new Kind("apps.openshift.io", "v1", "DeploymentConfig", "oc rollout undo dc/%s -n %s"));

  private final KubernetesClient client;

  OtherWorkloads(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @return what of the same name is there, as the end of a sentence; empty where nothing is, or
   *     may be seen
   */
  String instead(Workload workload) {
    return KINDS.stream()
        .filter(it -> exists(it, workload))
        .map(
            it ->
                ", and a %s of that name does: the runbook looks at Deployments and changes nothing else; go back by hand with: %s"
                    .formatted(
                        it.name(),
                        it.undo().formatted(workload.deployment(), workload.namespace())))
        .findFirst()
        .orElse("");
  }

  private boolean exists(Kind kind, Workload workload) {
    try {
      return client
              .genericKubernetesResources(kind.definition())
              .inNamespace(workload.namespace())
              .withName(workload.deployment())
              .get()
          != null;
    } catch (KubernetesClientException e) {
      // no right to see it: then it is not known, and the Deployment that is missing is said
      return false;
    }
  }

  /**
   * @param undo what a person types to go back, with its name and namespace
   */
  private record Kind(String group, String version, String name, String undo) {

    ResourceDefinitionContext definition() {
      return new ResourceDefinitionContext.Builder()
          .withGroup(group)
          .withVersion(version)
          .withKind(name)
          .withPlural(name.toLowerCase(Locale.ROOT) + "s")
          .withNamespaced(true)
          .build();
    }
  }
}
