package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The API server as those see it who change: plain JSON, since what is put back must be exactly
 * what was there, also where the client's model does not know the field. Reading is the account's
 * that looks: whoever changes needs no right but to patch, and without that right there is still a
 * plan for a person.
 *
 * <p>All methods throw {@link ApiFailure} when it refuses, {@link ClusterUnavailable} when it
 * cannot be asked now.
 */
@Component
class ApiServer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient looking;
  private final KubernetesClient changing;
  private final Duration patience;

  ApiServer(
      @Lazy @Qualifier(ClusterClients.LOOKING) KubernetesClient looking,
      @Lazy @Qualifier(ClusterClients.CHANGING) KubernetesClient changing,
      ClusterSettings settings) {
    this.looking = looking;
    this.changing = changing;
    // each repetition may take its whole time, and waits before it
    this.patience =
        settings
            .requestTimeout()
            .plus(settings.connectTimeout())
            .multipliedBy(settings.retries() + 1L)
            .plus(settings.retryAfter().multipliedBy(1L << settings.retries()));
  }

  JsonNode get(String path) {
    return send(looking, path, request -> request);
  }

  JsonNode patch(String path, String mediaType, JsonNode patch) {
    return send(changing, path, request -> request.method("PATCH", mediaType, patch.toString()));
  }

  /** The object as the patch would leave it; nothing is written. */
  JsonNode dryRun(String path, String mediaType, JsonNode patch) {
    return patch(path + "?dryRun=All", mediaType, patch);
  }

  private static HttpRequest.Builder request(KubernetesClient client, String path) {
    return client
        .getHttpClient()
        .newHttpRequestBuilder()
        .uri(URLUtils.join(client.getMasterUrl().toString(), path))
        .header("Accept", "application/json");
  }

  private JsonNode send(
      KubernetesClient client, String path, UnaryOperator<HttpRequest.Builder> ask) {
    return read(path, answer(client, path, ask));
  }

  private HttpResponse<String> answer(
      KubernetesClient client, String path, UnaryOperator<HttpRequest.Builder> ask) {
    try {
      return client
          .getHttpClient()
          .sendAsync(ask.apply(request(client, path)).build(), String.class)
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(path, "interrupted", e);
    } catch (TimeoutException e) {
      throw unavailable(path, "no answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw unavailable(path, Problems.in(e.getCause()), e);
    } catch (RuntimeException e) {
      // no client could be made: a kubeconfig or token that cannot be read
      throw unavailable(path, Problems.in(e), e);
    }
  }

  private static JsonNode read(String path, HttpResponse<String> response) {
    JsonNode body = parse(response.body());
    int code = response.code();
    if (code >= 200 && code < 300) {
      if (body.isMissingNode()) {
        throw unavailable(path, "the answer is not JSON", null);
      }
      return body;
    }
    String said = body.path("message").asText("HTTP " + code);
    if (code >= 500 || code == 429) {
      throw unavailable(path, code + " " + said, null);
    }
    throw new ApiFailure(code, said);
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body == null ? "" : body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static ClusterUnavailable unavailable(String path, String because, Throwable cause) {
    return new ClusterUnavailable(
        "The API server did not answer "
            + path
            + ": "
            + because
            + "; it is asked again, else check the connection (kubectl cluster-info)",
        cause);
  }
}
