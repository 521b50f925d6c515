package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.ProductProcess;
import com.dhakacart.runbook.simulation.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A step that kills its process each time: a person hears of it, and nothing goes round for ever.
 */
abstract class Poison {

  private static final int MORE_THAN_IT_SURVIVES = 6;
  private static final String CHANGE = Worlds.asked("template");

  private final int tries;
  private final String retryCycle;

  @TempDir private Path folder;

  /**
   * @param tries that a step has by the cycle
   * @param retryCycle a line of the settings; empty for the product's own
   */
  Poison(int tries, String retryCycle) {
    this.tries = tries;
    this.retryCycle = retryCycle;
  }

  @Test
  void processDiesEachTimeAtTheSameChange_theStepHasFailedAfterItsTries_andOnCallIsPaged()
      throws Exception {
    String url = Counterparts.h2(folder);
    KillPoints points = new KillPoints(List.of());
    int deaths = 0;
    try (Counterparts counterparts = new Counterparts(points, 1)) {
      Files.writeString(
          folder.resolve("application.yaml"),
          counterparts
              .settings(url, "sa", "")
              .replaceAll(".*failed-job-retry-time-cycle.*\n", retryCycle));
      try (ProductProcess product = new ProductProcess("node", folder, Ports.free()).start();
          Episodes episodes = new Episodes(product::uri, counterparts::decide)) {
        counterparts.worlds().fault(0, Fault.BAD_RELEASE);
        points.want(CHANGE);
        points.arm(1);
        episodes.fire(List.of(Worlds.service(0)));
        while (deaths < MORE_THAN_IT_SURVIVES && comesTo(points, episodes)) {
          deaths++;
          product.kill();
          points.released();
          points.want(CHANGE);
          points.arm(1);
          product.start();
        }
        assertThat(deaths).isEqualTo(tries);
        assertThat(episodes.get("/engine-rest/incident"))
            .contains("process ended each time", "serviceTask_rollBackRelease");
        assertThat(counterparts.people().taken())
            .filteredOn(it -> it.contains("step failed"))
            .hasSize(1);
        product.terminate();
      }
    }
    assertThat(
            JdbcClient.create(new DriverManagerDataSource(url, "sa", ""))
                .sql("select RETRIES_ from ACT_RU_JOB where LOCK_OWNER_ is not null")
                .query(Integer.class)
                .list())
        .as("jobs that are still held")
        .isEmpty();
  }

  /** Until the step is there again, or has failed. */
  private static boolean comesTo(KillPoints points, Episodes episodes) throws Exception {
    for (int i = 0; i < 600 && points.parked() == 0; i++) {
      Thread.sleep(200);
      if (i % 10 == 9 && !episodes.get("/engine-rest/incident").equals("[]")) {
        return false;
      }
    }
    return points.parked() > 0;
  }
}
