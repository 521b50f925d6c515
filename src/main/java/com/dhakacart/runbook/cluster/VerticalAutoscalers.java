package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finds the VerticalPodAutoscalers that write the requests and limits of a Deployment's pods. */
@Component
class VerticalAutoscalers {

  /** It recommends, and writes nothing. */
  private static final String RECOMMENDS_ONLY = "Off";

  private final ApiServer api;

  VerticalAutoscalers(ApiServer api) {
    this.api = api;
  }

  /**
   * @return their names; none where the cluster has no such objects, or where they may not be seen
   * @throws ApiFailure when they could not be asked
   * @throws ClusterUnavailable likewise
   */
  List<String> of(ChangeTarget deployment) {
    List<String> names = new ArrayList<>();
    for (JsonNode one : all(deployment.namespace())) {
      JsonNode scaled = one.at("/spec/targetRef");
      if (scaled.path("kind").asText().equals("Deployment")
          && scaled.path("name").asText().equals(deployment.name())
          && !one.at("/spec/updatePolicy/updateMode").asText().equals(RECOMMENDS_ONLY)) {
        names.add(one.at("/metadata/name").asText());
      }
    }
    return names;
  }

  private JsonNode all(String namespace) {
    try {
      return api.get(
              "/apis/autoscaling.k8s.io/v1/namespaces/" + namespace + "/verticalpodautoscalers")
          .path("items");
    } catch (ApiFailure e) {
      if (e.code() != ApiFailure.FORBIDDEN && e.code() != ApiFailure.NOT_FOUND) {
        throw e;
      }
      return MissingNode.getInstance();
    }
  }
}
