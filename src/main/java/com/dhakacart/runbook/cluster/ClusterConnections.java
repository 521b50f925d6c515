package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.ext.web.client.WebClientOptions;

/** How connections to the API server are made, and how those of commands in pods are bounded. */
final class ClusterConnections extends VertxHttpClientFactory {

  /** Until one that is closed here is cut, where the other side does not close it as well. */
  private static final int CLOSING_SECONDS = 1;

  @Override
  protected void additionalConfig(WebClientOptions options) {
    CheapCiphers.offerBy(options);
    options
        // a message is gathered as a whole before anybody can see how long it is
        .setMaxWebSocketFrameSize(BoundedText.MOST_BYTES)
        .setMaxWebSocketMessageSize(BoundedText.MOST_BYTES)
        .setWebSocketClosingTimeout(CLOSING_SECONDS);
  }
}
