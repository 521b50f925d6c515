package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
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

  private static final Duration JUST = Duration.ofSeconds(1);
  private static final int MOST_JUST_READ = 100;

  private final ApiExchange exchange;
  private final Reach reach;
  private final Cache<String, JsonNode> justRead =
      Caffeine.newBuilder().expireAfterWrite(JUST).maximumSize(MOST_JUST_READ).build();

  ApiServer(
      @Lazy @Qualifier(ClusterClients.LOOKING) KubernetesClient looking,
      Reach reach,
      ClusterSettings settings) {
    this.reach = reach;
    this.exchange = new ApiExchange(() -> looking, settings);
  }

  /**
   * @throws ApiFailure when it refuses
   * @throws ClusterUnavailable when it cannot be asked now
   */
  public JsonNode get(String path) {
    JsonNode read = reach.ask(() -> exchange.send(path, request -> request));
    justRead.put(path, read);
    return read;
  }

  /**
   * As it was read within the last second: who judges a plan judges it by what it was made of.
   *
   * @throws ApiFailure when it refuses
   * @throws ClusterUnavailable when it cannot be asked now
   */
  JsonNode justRead(String path) {
    JsonNode read = justRead.getIfPresent(path);
    return read == null ? get(path) : read;
  }
}
