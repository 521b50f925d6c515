package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The alert rules of {@code docker/}, as Prometheus' own tool reads and tries them. */
class AlertRulesTest {

  private static final Path RULES = Path.of("docker", "prometheus", "rules");

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

  /** A name that is misspelt in a rule is a rule that never fires. */
  @Test
  void everyFigureOfTheRunbookThatARuleReads_isOneThatTheRunbookHas() throws IOException {
    List<String> exported =
        List.of(
            "runbook_incidents_open",
            "runbook_alerts_total",
            "runbook_connections_cut_off_total",
            "runbook_alerts_undelivered",
            "runbook_alertmanager_unanswered_total",
            "runbook_jobs_failed",
            "runbook_database_silence_seconds",
            "runbook_cluster_silence_seconds",
            "runbook_pages_unsent",
            "runbook_tasks_oldest_seconds",
            "runbook_steps_seconds_count",
            "runbook_steps_slow_total",
            "runbook_incidents_suspended",
            "runbook_timers_overdue",
            "runbook_refusals_total",
            "runbook_refusals_unrecorded_total");

    String rules = Files.readString(RULES.resolve("runbook.yml")).replaceAll("(?m)^\\s*#.*", "");

    assertThat(rules.split("\\W+"))
        .filteredOn(it -> it.startsWith("runbook_"))
        .isNotEmpty()
        .isSubsetOf(exported);
    assertThat(exported).allMatch(it -> namedInTheSources(it));
  }

  /**
   * Micrometer writes dots as underscores, and {@code _total} behind a counter, a unit behind
   * others.
   */
  private static boolean namedInTheSources(String exported) {
    String name =
        exported.replaceFirst("(_total|_seconds(_count|_bucket)?)$", "").replace('_', '.');
    try (var sources = Files.walk(Path.of("src", "main", "java"))) {
      return sources
          .filter(it -> it.toString().endsWith(".java"))
          .anyMatch(it -> read(it).contains("\"" + name + "\""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isInstalled() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(it -> Files.isExecutable(Path.of(it, "promtool")));
  }
}
