package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The API server as plain JSON, for those who compare and plan. Reading is the account's that
 * looks: whoever changes needs no right but to patch, and without that right there is still a plan
 * for a person.
 */
@Component
public class ApiServer {

  private final ApiExchange exchange;
  private final Reach reach;
  private final PodWorkers workers;

  ApiServer(
      @Lazy @Qualifier(ClusterClients.LOOKING) KubernetesClient looking,
      Reach reach,
      PodWorkers workers,
      ClusterSettings settings) {
    this.reach = reach;
    this.workers = workers;
    this.exchange = new ApiExchange(() -> looking, settings);
  }

  /**
   * @throws ApiFailure when it refuses
   * @throws ClusterUnavailable when it cannot be asked now
   */
  public JsonNode get(String path) {
    return reach.ask(() -> exchange.send(path, request -> request));
  }

  /** Begins to ask; whoever takes the answer gets what {@link #get} gives, or what it throws. */
  public Supplier<JsonNode> begin(String path) {
    CompletableFuture<JsonNode> begun = workers.start(() -> get(path));
    return () -> PodWorkers.answer(begun);
  }
}
