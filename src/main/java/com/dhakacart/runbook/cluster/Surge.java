package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.util.function.Function;

/** How many pods a rollout runs beyond the wanted ones; Kubernetes' own default is 25 %. */
final class Surge {

  private Surge() {}

  static int of(Deployment deployment, int replicas) {
    return isRecreated(deployment)
        ? 0
        : (int)
            Math.ceil(share(rolling(deployment, RollingUpdateDeployment::getMaxSurge), replicas));
  }

  /** Whether all pods end before the first new one starts. */
  static boolean isRecreated(Deployment deployment) {
    DeploymentStrategy strategy = deployment.getSpec().getStrategy();
    return strategy != null && "Recreate".equals(strategy.getType());
  }

  /**
   * How many pods may be missing while they are replaced; where neither more nor fewer may be, the
   * controller lets one be missing.
   */
  static int mostUnavailable(Deployment deployment) {
    int replicas = RolloutJudgement.replicas(deployment);
    int most =
        (int) share(rolling(deployment, RollingUpdateDeployment::getMaxUnavailable), replicas);
    return most == 0 && of(deployment, replicas) == 0 ? 1 : most;
  }

  private static IntOrString rolling(
      Deployment deployment, Function<RollingUpdateDeployment, IntOrString> field) {
    DeploymentStrategy strategy = deployment.getSpec().getStrategy();
    return strategy == null || strategy.getRollingUpdate() == null
        ? null
        : field.apply(strategy.getRollingUpdate());
  }

  private static double share(IntOrString number, int replicas) {
    if (number != null && number.getIntVal() != null) {
      return number.getIntVal();
    }
    String share = number == null || number.getStrVal() == null ? "25%" : number.getStrVal();
    return Integer.parseInt(share.replace("%", "")) * replicas / 100.0;
  }
}
