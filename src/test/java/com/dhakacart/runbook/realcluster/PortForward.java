package com.dhakacart.runbook.realcluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kubectl port-forward} into a shop, by a port of its choice. */
final class PortForward implements AutoCloseable {

  private static final Pattern LISTENS = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+)");

  private final Program kubectl;
  private final Path said;

  private PortForward(Program kubectl, Path said) {
    this.kubectl = kubectl;
    this.said = said;
  }

  static PortForward to(Shop shop, String workload, int port) {
    Path said = shop.folder().resolve("port-forward.log");
    ProcessBuilder kubectl =
        new ProcessBuilder(
            "kubectl", "--namespace", shop.namespace(), "port-forward", workload, ":" + port);
    kubectl.environment().put("KUBECONFIG", TestCluster.kubeconfig().toString());
    try {
      PortForward forward = new PortForward(Program.start(kubectl, said), said);
      await("kubectl port-forward: " + said)
          .atMost(Duration.ofSeconds(20))
          .until(() -> forward.listens().find());
      return forward;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    Matcher listens = listens();
    if (!listens.find()) {
      throw new IllegalStateException("kubectl port-forward does not listen: " + said);
    }
    return Integer.parseInt(listens.group(1));
  }

  private Matcher listens() {
    return LISTENS.matcher(Shop.read(said));
  }

  @Override
  public void close() {
    kubectl.close();
  }
}
