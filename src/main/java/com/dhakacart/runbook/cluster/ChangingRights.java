package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Whether the account that changes may do something: what the check at the start needs to know of a
 * connection that it must not have.
 */
public interface ChangingRights {

  /** Asks the API server; nothing is changed. */
  boolean has(ResourceAttributes right);

  /** Whether the account of a connection has a right, by its own access review. */
  static boolean isGranted(KubernetesClient client, ResourceAttributes right) {
    SelfSubjectAccessReview review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withResourceAttributes(right)
            .endSpec()
            .build();
    return client
        .authorization()
        .v1()
        .selfSubjectAccessReview()
        .create(review)
        .getStatus()
        .getAllowed();
  }
}
