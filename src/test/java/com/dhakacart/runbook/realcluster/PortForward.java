package com.dhakacart.runbook.realcluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kubectl port-forward}, by a port of its choice. */
final class PortForward implements AutoCloseable {

  private static final Pattern LISTENS = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final Path said;

  private PortForward(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  static PortForward to(String namespace, String workload, int port) {
    try {
      Path said = Files.createTempFile("port-forward", ".log");
      ProcessBuilder kubectl =
          new ProcessBuilder(
                  "kubectl", "--namespace", namespace, "port-forward", workload, ":" + port)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      kubectl.environment().put("KUBECONFIG", TestCluster.kubeconfig().toString());
      PortForward forward = new PortForward(kubectl.start(), said);
      Runtime.getRuntime().addShutdownHook(new Thread(forward.process::destroy));
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
    try {
      return LISTENS.matcher(Files.readString(said));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    said.toFile().delete();
  }
}
