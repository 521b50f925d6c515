package com.dhakacart.runbook.cluster;

import static com.dhakacart.runbook.cluster.StubApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.cluster.ClusterReach.Outage;
import com.dhakacart.runbook.cluster.ClusterReach.Outage.Kind;
import com.dhakacart.runbook.incident.Workload;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else answers in the API server's place, with a page of HTML. */
class LoadBalancerTest {

  private static final Workload SHOP =
      new Workload("shop", "dhakacart", "shop", "shop", 5000, "shop");

  private static final String PATH = "/apis/apps/v1/namespaces/dhakacart/deployments/shop";

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void apiServerIsNotReached_whoeverLooksIsToldThatItDoesNotAnswer(int code) throws IOException {
    assertThat(afterFiveLooks(code, Kind.SILENCE)).contains("does not answer since", "" + code);
  }

  @Test
  void accountIsNotKnown_whoeverLooksIsToldThatItIsRefused() throws IOException {
    assertThat(afterFiveLooks(401, Kind.REFUSAL))
        .contains("refuses the runbook's account since", "check its token")
        .doesNotContain("does not answer");
  }

  /** What the sixth look says. */
  private static String afterFiveLooks(int code, Kind kind) throws IOException {
    StubApiServer.Reply page = json(code, "<html><body>No luck.</body></html>");
    try (StubApiServer server = new StubApiServer().on("GET", "/version", page);
        ClusterAdapters adapters =
            new ClusterAdapters(ClusterAdapters.at(server.url(), "dhakacart"))) {
      server.on("GET", PATH, page);
      for (int i = 0; i < 5; i++) {
        assertThat(adapters.reach().outage()).as("before look %d", i).isEmpty();
        assertThat(adapters.view().rolloutStatus(SHOP).answered()).isFalse();
      }
      assertThat(adapters.reach().outage()).map(Outage::kind).contains(kind);
      String said = adapters.view().rolloutStatus(SHOP).unknownBecause();

      server.on("GET", "/version", json(200, "{\"major\": \"1\", \"minor\": \"32\"}"));
      await().until(() -> adapters.reach().outage(), Optional::isEmpty);
      return said;
    }
  }
}
