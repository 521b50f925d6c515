package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;

/** How many pods a rollout runs beyond the wanted ones; Kubernetes' own default is 25 %. */
final class Surge {

  private Surge() {}

  static int of(Deployment deployment, int replicas) {
    DeploymentStrategy strategy = deployment.getSpec().getStrategy();
    if (strategy != null && "Recreate".equals(strategy.getType())) {
      return 0;
    }
    IntOrString surge =
        strategy == null || strategy.getRollingUpdate() == null
            ? null
            : strategy.getRollingUpdate().getMaxSurge();
    if (surge != null && surge.getIntVal() != null) {
      return surge.getIntVal();
    }
    String share = surge == null || surge.getStrVal() == null ? "25%" : surge.getStrVal();
    return (int) Math.ceil(Integer.parseInt(share.replace("%", "")) * replicas / 100.0);
  }
}
