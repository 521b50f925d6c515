package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class ProblemsTest {

  // a forbidden command in a pod was told as "The API server did not answer"
  @Test
  void commandInPodIsForbidden_theRightIsNamedAndNotTheConnection() {
    KubernetesClientException refused =
        new KubernetesClientException(
            "An error has occurred.",
            new WebSocketHandshakeException(new WebSocketUpgradeResponse(null, 403)));

    assertThat(Problems.in(refused)).startsWith("The account may not do this");
  }

  @Test
  void nothingListens_theConnectionIsNamed() {
    KubernetesClientException away =
        new KubernetesClientException(
            "An error has occurred.", new ConnectException("Connection refused"));

    assertThat(Problems.in(away)).startsWith("The API server did not answer (Connection refused)");
  }
}
