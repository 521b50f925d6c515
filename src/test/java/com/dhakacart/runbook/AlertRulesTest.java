package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The alert rules of {@code docker/}, as Prometheus' own tool reads and tries them. {@code
 * WatchersTest} has whether the runbook has what they read.
 */
class AlertRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"alert-rules.yml", "runbook-rules.yml"})
  void rules_fireWhenTheyShall_andNotOtherwise(String tests) throws Exception {
    assumeTrue(isInstalled(), "promtool is not installed (Debian: apt-get install prometheus)");

    Process promtool =
        new ProcessBuilder("promtool", "test", "rules", "src/test/cluster/" + tests)
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes());

    assertThat(promtool.waitFor()).as(said).isZero();
  }

  private static boolean isInstalled() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(it -> Files.isExecutable(Path.of(it, "promtool")));
  }
}
