package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * {@code kubectl logs} of one container. By plain HTTP: the client's own call waits for a pod to
 * become ready, and those that are not are the ones to read.
 */
@Component
class ContainerLog {

  private final KubernetesClient client;
  private final ClusterSettings settings;

  ContainerLog(
      @Lazy @Qualifier(ClusterClients.LOOKING) KubernetesClient client, ClusterSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * @param bytes null where it could not be read
   * @param problem why it could not be read; null when it was
   */
  record Text(byte[] bytes, String problem) {

    private static Text unread(String problem) {
      return new Text(null, problem);
    }
  }

  /**
   * @param previous of the container before its last restart
   * @param bounds further parameters of the request, each with its {@code &}
   */
  Text of(String namespace, String pod, String container, boolean previous, String bounds) {
    String path =
        "/api/v1/namespaces/%s/pods/%s/log?container=%s%s%s"
            .formatted(namespace, pod, container, bounds, previous ? "&previous=true" : "");
    try {
      HttpResponse<byte[]> response =
          client
              .getHttpClient()
              .sendAsync(
                  client
                      .getHttpClient()
                      .newHttpRequestBuilder()
                      .uri(URLUtils.join(client.getMasterUrl().toString(), path))
                      .build(),
                  byte[].class)
              .get(
                  settings.requestTimeout().multipliedBy(2L + settings.retries()).toMillis(),
                  TimeUnit.MILLISECONDS);
      return response.code() == 200
          ? new Text(response.body(), null)
          : Text.unread(refusal(response));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Text.unread("interrupted");
    } catch (TimeoutException e) {
      return Text.unread(Problems.inRequest(e));
    } catch (ExecutionException e) {
      return Text.unread(Problems.inRequest(e.getCause()));
    } catch (RuntimeException e) {
      return Text.unread(Problems.in(e));
    }
  }

  private static String refusal(HttpResponse<byte[]> response) {
    String said = new String(response.body(), StandardCharsets.UTF_8);
    return Problems.in(
        new KubernetesClientException(
            ApiStatus.in(said).map(ApiStatus::message).orElse(said), response.code(), null));
  }
}
