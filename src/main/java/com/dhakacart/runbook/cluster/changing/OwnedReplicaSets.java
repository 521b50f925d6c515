package com.dhakacart.runbook.cluster.changing;

import com.fasterxml.jackson.databind.JsonNode;

/** Whose ReplicaSet it is: labels can lie, the controller's owner reference does not. */
final class OwnedReplicaSets {

  private OwnedReplicaSets() {}

  static boolean isOwner(JsonNode deployment, JsonNode replicaSet) {
    for (JsonNode owner : replicaSet.at("/metadata/ownerReferences")) {
      if (owner.path("controller").asBoolean()
          && owner.path("uid").equals(deployment.at("/metadata/uid"))) {
        return true;
      }
    }
    return false;
  }
}
