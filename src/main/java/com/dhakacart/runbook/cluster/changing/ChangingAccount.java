package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.cluster.ApiExchange;
import com.dhakacart.runbook.cluster.ApiFailure;
import com.dhakacart.runbook.cluster.ChangingRights;
import com.dhakacart.runbook.cluster.ClusterClients;
import com.dhakacart.runbook.cluster.ClusterSettings;
import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.FieldManagers;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.springframework.stereotype.Component;

/**
 * The account that may change the cluster. Its connection is made here and never leaves: only
 * {@link ChangeWriter} patches, {@link ChangePlanner} tries what a patch would do, and the check at
 * the start asks which rights are missing.
 *
 * <p>Both ways to patch throw {@link ApiFailure} when the API server refuses, {@link
 * ClusterUnavailable} when it cannot be asked now.
 */
@Component
class ChangingAccount implements ChangingRights, AutoCloseable {

  private static final String OURS = "fieldManager=" + FieldManagers.OURS;

  private final ClusterSettings settings;
  private final ApiExchange exchange;

  /** Null until it is needed: the first one of a JVM takes seconds to make. */
  private KubernetesClient made;

  ChangingAccount(ClusterSettings settings) {
    this.settings = settings;
    this.exchange = new ApiExchange(this::client, settings);
  }

  /** The object as the API server left it, whatever its policies made of the patch. */
  JsonNode patch(String path, String mediaType, JsonNode patch) {
    return send(path, OURS, mediaType, patch).body();
  }

  /** The object as the patch would leave it; nothing is written. */
  ApiExchange.Reply dryRun(String path, String mediaType, JsonNode patch) {
    return send(path, "dryRun=All&" + OURS, mediaType, patch);
  }

  private ApiExchange.Reply send(String path, String query, String mediaType, JsonNode patch) {
    return exchange.exchange(
        path, query, request -> request.method("PATCH", mediaType, patch.toString()));
  }

  @Override
  public boolean has(ResourceAttributes right) {
    return ChangingRights.isGranted(client(), right);
  }

  private synchronized KubernetesClient client() {
    if (made == null) {
      made = ClusterClients.client(settings, settings.changing(), settings.retries());
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.close();
    }
  }
}
