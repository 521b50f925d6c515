package com.dhakacart.runbook.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.faults.SilentServer;
import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.ImageOptions;
import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.fixtures.ProductProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The storm, and the product as its image starts it, on the database that production uses. */
@Tag("endurance-alone")
class StormInAContainerIT {

  private static final Logger log = LoggerFactory.getLogger("storm");
  private static final int MANY = 1_000;
  private static final Duration PHASE = Duration.ofSeconds(60);
  private static final Path KUBERNETES = Path.of("docker/kubernetes/runbook.yaml");
  private static final Pattern LIMIT = Pattern.compile("limits:.* memory: (\\d+)Gi");

  @TempDir private Path folder;

  @Test
  void thousandAlertsTenTimesEach_andASilentCluster_memoryStaysInTheContainersLimit()
      throws Exception {
    try (EmbeddedPostgres postgres =
            Postgres.builder().setServerConfig("synchronous_commit", "on").start();
        SilentServer cluster = new SilentServer();
        HttpCounterpart paging = new HttpCounterpart();
        ProductProcess product =
            new ProductProcess(
                    "storm",
                    folder,
                    Ports.free(),
                    "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                    "--spring.datasource.username=postgres")
                .withOptions(ImageOptions.of(ImageOptions.IMAGE))) {
      paging.answers(202, "");
      settings(cluster, paging);
      product.start();
      List<String> services =
          new ArrayList<>(
              IntStream.range(0, 10 * MANY).mapToObj(it -> "storm-" + it % MANY).toList());
      Collections.shuffle(services, new Random(7));
      new Deliveries(product.uri())
          .all(services, "warning", Instant.now(), StormOfAlerts.CONNECTIONS);
      await()
          .atMost(Duration.ofMinutes(5))
          .until(
              () -> paging.requests().stream().anyMatch(it -> StormOfAlerts.ofTheStorm(it.body())));
      log.info("Storm: {} MB at most, of {}", product.peakMegabytes(), limit());
      assertThat(product.peakMegabytes()).isLessThan(limit());
    }
  }

  private void settings(SilentServer cluster, HttpCounterpart paging) throws IOException {
    Properties properties = new Properties();
    properties.putAll(StormSettings.of(cluster, paging, PHASE, MANY, 0));
    try (Writer file = Files.newBufferedWriter(folder.resolve("application.properties"))) {
      properties.store(file, null);
    }
  }

  private static long limit() throws IOException {
    Matcher limit = LIMIT.matcher(Files.readString(KUBERNETES));
    assertThat(limit.find()).as("a limit of memory in %s", KUBERNETES).isTrue();
    return Long.parseLong(limit.group(1)) * 1024;
  }
}
