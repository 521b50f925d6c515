package com.dhakacart.runbook.cluster;

import static com.dhakacart.runbook.cluster.StubApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Workload;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However fast it comes: nobody could hold the whole. */
class AnswerLimitTest {

  private static final Workload WORKLOAD =
      new Workload("dhakacart-backend", "dhakacart", "backend", "backend", 5000, "backend");

  private StubApiServer api;
  private ClusterAdapters adapters;

  @BeforeEach
  void start() throws IOException {
    api = new StubApiServer();
    adapters = new ClusterAdapters(ClusterAdapters.at(api.url(), "dhakacart"));
  }

  @AfterEach
  void stop() {
    adapters.close();
    api.close();
  }

  @Test
  void answerIsLargerThanAnyOfUse_isNoAnswer() {
    String annotation = "\"%s\":\"" + "x".repeat(1024 * 1024) + "\"";
    String annotations =
        IntStream.range(0, 33).mapToObj(annotation::formatted).collect(Collectors.joining(","));
    api.on(
        "GET",
        "/apis/apps/v1/namespaces/dhakacart/deployments/backend",
        json(
            200,
            "{\"kind\":\"Deployment\",\"metadata\":{\"annotations\":{%s}}}"
                .formatted(annotations)));

    assertThat(adapters.view().pods(WORKLOAD).unknownBecause()).contains("did not answer");
  }
}
