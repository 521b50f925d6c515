package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The cluster that kubectl would use now, unless {@code -Drunbook.test.kubeconfig} names another.
 */
public final class TestCluster {

  private TestCluster() {}

  public static Path kubeconfig() {
    String environment = System.getenv("KUBECONFIG");
    String standard =
        environment == null || environment.isBlank()
            ? System.getProperty("user.home") + "/.kube/config"
            : environment;
    return Path.of(System.getProperty("runbook.test.kubeconfig", standard));
  }

  /** A name that no other run of the tests has. */
  public static String newNamespace(String purpose) {
    return purpose + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /**
   * @param property what the image's name is to be set by
   */
  public static String image(String property, String standard) {
    return System.getProperty("runbook.test." + property, standard);
  }

  /** kubectl as the administrator; gives what it prints, and fails the test when it fails. */
  public static String kubectl(String namespace, String... arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl", "--namespace", namespace));
    command.addAll(List.of(arguments));
    return run(null, command);
  }

  /** A command as a person would paste it. */
  public static String shell(String command) {
    return run(null, List.of("sh", "-c", command));
  }

  /** What {@link Shop#forProductIn} made outside of the namespace. */
  static void deletePoliciesOf(String home) {
    for (String kind : List.of("policies", "policybindings")) {
      for (String one : List.of("deployment", "scale", "autoscaler")) {
        kubectl(
            "default",
            "delete",
            "validatingadmission" + kind,
            "runbook-change-" + one + "-" + home,
            "--ignore-not-found");
      }
    }
  }

  /** Objects that name their own namespaces. */
  static void apply(String manifest) {
    run(manifest, List.of("kubectl", "apply", "--filename", "-"));
  }

  static void apply(String namespace, String manifest) {
    run(manifest, List.of("kubectl", "--namespace", namespace, "apply", "--filename", "-"));
  }

  private static String run(String input, List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("KUBECONFIG", kubeconfig().toString());
      Process process = builder.start();
      try (var stdin = process.getOutputStream()) {
        if (input != null) {
          stdin.write(input.getBytes());
        }
      }
      String output = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).as(command.toString()).isTrue();
      assertThat(process.exitValue()).as(command + ": " + output).isZero();
      return output;
    } catch (IOException e) {
      throw new IllegalStateException("kubectl is needed on the path", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
