package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.simulation.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The worst of the kill points of {@link CrashMatrixIT}, on the default database. */
@Tag("endurance")
class KilledIT {

  private static final String CHANGED = Worlds.notAnswered("template");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void killedWhenTheClusterWasChangedAndNobodyKnows_theChangeIsMadeOnce_andTheIncidentEnds()
      throws Exception {
    String url =
        "jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;WRITE_DELAY=0"
            .formatted(folder.resolve("runbook"));
    KillPoints points = new KillPoints(List.of(CHANGED));
    try (Counterparts counterparts = new Counterparts(points, 1)) {
      Files.writeString(folder.resolve("application.yaml"), counterparts.settings(url, "sa", ""));
      try (ProductProcess product =
              new ProductProcess("node", folder, ProductProcess.freePort()).start();
          Episodes episodes = new Episodes(product::uri, counterparts::decide)) {
        counterparts.worlds().fault(0, Fault.BAD_RELEASE);
        points.arm(1);
        episodes.fire(List.of(Worlds.service(0)));
        await(() -> points.parked() > 0);
        product.kill();
        points.released();
        product.start();
        await(() -> episodes.open() == 0);
        product.terminate();

        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(url, "sa", ""));
        new Verdict(database, counterparts, episodes).everythingIsThereOnce();
        assertThat(counterparts.worlds().writes()).hasSize(1);
      }
    }
  }

  private static void await(BooleanSupplier question) throws InterruptedException {
    Instant begun = Instant.now();
    while (!question.getAsBoolean()) {
      assertThat(Duration.between(begun, Instant.now())).isLessThan(PATIENCE);
      Thread.sleep(100);
    }
  }
}
