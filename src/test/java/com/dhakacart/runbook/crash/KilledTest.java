package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.ProductProcess;
import com.dhakacart.runbook.simulation.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The worst of the kill points of {@link CrashMatrixOnH2IT}, on the default database: its short
 * form, of a minute.
 */
class KilledTest {

  private static final String CHANGED = Worlds.notAnswered("template");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void killedWhenTheClusterWasChangedAndNobodyKnows_theChangeIsMadeOnce_andTheIncidentEnds()
      throws Exception {
    String url = Counterparts.h2(folder);
    KillPoints points = new KillPoints(List.of(CHANGED));
    try (Counterparts counterparts = new Counterparts(points, 1)) {
      Files.writeString(folder.resolve("application.yaml"), counterparts.settings(url, "sa", ""));
      try (ProductProcess product = new ProductProcess("node", folder, Ports.free()).start();
          Episodes episodes = new Episodes(product::uri, counterparts::decide)) {
        counterparts.worlds().fault(0, Fault.BAD_RELEASE);
        points.arm(1);
        episodes.fire(List.of(Worlds.service(0)));
        await().atMost(PATIENCE).until(() -> points.parked() > 0);
        product.kill();
        points.released();
        product.start();
        await().atMost(PATIENCE).until(() -> episodes.open() == 0);
        product.terminate();

        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(url, "sa", ""));
        new Verdict(database, counterparts, episodes).everythingIsThereOnce();
        assertThat(counterparts.worlds().writes()).hasSize(1);
      }
    }
  }
}
