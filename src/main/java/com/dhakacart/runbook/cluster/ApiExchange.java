package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * One account's requests to the API server, and its answers: plain JSON, since what is put back
 * must be exactly what was there, also where the client's model does not know the field.
 */
public final class ApiExchange {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing in it ends the path early, leaves it, or has to be decoded. */
  private static final Pattern PATH =
      Pattern.compile("(?:/[A-Za-z0-9]++(?:[.-]++[A-Za-z0-9]++)*+)++");

  /** RFC 7234, as apiserver's NewWarningHeader writes it: {@code 299 - "text"}. */
  private static final Pattern WARNING = Pattern.compile("299 \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Supplier<KubernetesClient> client;
  private final Duration patience;

  /**
   * @param client of the account that asks; made when it is first needed
   */
  public ApiExchange(Supplier<KubernetesClient> client, ClusterSettings settings) {
    this.client = client;
    // each repetition may take its whole time, and waits before it
    this.patience =
        settings
            .requestTimeout()
            .plus(settings.connectTimeout())
            .multipliedBy(settings.retries() + 1L)
            .plus(settings.retryAfter().multipliedBy(1L << settings.retries()));
  }

  /**
   * What the API server answers.
   *
   * @param ask makes a GET of the path what it is to be
   * @throws ApiFailure when it refuses
   * @throws ClusterUnavailable when it cannot be asked now
   */
  public JsonNode send(String path, UnaryOperator<HttpRequest.Builder> ask) {
    return exchange(path, "", ask).body();
  }

  /**
   * The same with what the API server, or what it asks, warns of.
   *
   * @param query such as {@code dryRun=All}; empty for none
   */
  public Reply exchange(String path, String query, UnaryOperator<HttpRequest.Builder> ask) {
    HttpResponse<String> response = answer(path, query, ask);
    return new Reply(read(path, response), warnings(response.headers("Warning")));
  }

  /**
   * @param warnings such as {@code would violate PodSecurity "restricted:latest": ...}
   */
  public record Reply(JsonNode body, List<String> warnings) {}

  private static List<String> warnings(List<String> headers) {
    return headers.stream()
        .flatMap(header -> WARNING.matcher(header).results())
        .map(it -> it.group(1).replaceAll("\\\\(.)", "$1").strip())
        .distinct()
        .toList();
  }

  private static HttpRequest.Builder request(KubernetesClient client, String path, String query) {
    return client
        .getHttpClient()
        .newHttpRequestBuilder()
        .uri(URLUtils.join(client.getMasterUrl().toString(), path) + query)
        .header("Accept", "application/json");
  }

  private HttpResponse<String> answer(
      String path, String query, UnaryOperator<HttpRequest.Builder> ask) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("No path of an API server: " + path);
    }
    String asked = query.isEmpty() ? "" : "?" + query;
    try {
      KubernetesClient connected = client.get();
      return connected
          .getHttpClient()
          .sendAsync(ask.apply(request(connected, path, asked)).build(), String.class)
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(path, "interrupted", e);
    } catch (TimeoutException e) {
      throw unavailable(path, "no answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw unavailable(path, Problems.words(e.getCause()), e);
    } catch (RuntimeException e) {
      // no client could be made: a kubeconfig or token that cannot be read
      throw unavailable(path, Problems.words(e), e);
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
      throw unavailable(path, code + " " + said, new ApiFailure(code, said));
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
