package com.dhakacart.runbook.cost;

import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.ProductProcess;
import com.dhakacart.runbook.fixtures.RunbookOverHttp;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The product as it is measured: in the simulated world, with the demo's people. */
final class MeasuredProduct {

  private static final String TOKEN = "a-token-of-the-tests";

  /** Its people, and no pause between two changes of the same thing. */
  static final Path DEMO = Path.of("src/simulation/resources/application-demo.yaml");

  private MeasuredProduct() {}

  /**
   * Not started yet.
   *
   * @param folder of its settings, its log and its reports
   * @param database the URL of its data; of PostgreSQL, with its user
   */
  static ProductProcess in(
      SimulatedWorld world, String name, Path folder, String database, String... others)
      throws IOException {
    Path settings = folder.resolve("application.yaml");
    if (!Files.exists(settings)) {
      Files.copy(DEMO, settings);
    }
    return new ProductProcess(
        name,
        folder,
        Ports.free(),
        Stream.concat(
                Stream.of(
                    "--spring.datasource.url=" + database,
                    "--runbook.alerting.token=" + TOKEN,
                    "--runbook.cluster.url=" + world.cluster().uri(),
                    "--runbook.metrics.url=" + world.prometheus().uri(),
                    "--runbook.report.folder=" + folder.resolve("reports")),
                Stream.of(others))
            .toArray(String[]::new));
  }

  /** As Alertmanager and a person reach it. */
  static RunbookOverHttp overHttp(ProductProcess node) {
    return new RunbookOverHttp(node.uri(), "demo", TOKEN);
  }
}
