package com.dhakacart.runbook.realcluster;

import static java.util.stream.Collectors.toMap;

import com.dhakacart.runbook.RunbookApplication;
import com.dhakacart.runbook.fixtures.RunbookOverHttp;
import com.dhakacart.runbook.simulation.SimulatedOnCall;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** The whole product in this JVM, with the accounts and addresses that it is given. */
final class Product extends RunbookOverHttp implements AutoCloseable {

  static final String TOKEN = "a-token-of-the-tests";

  private final ServletWebServerApplicationContext application;
  private final SimulatedOnCall onCall;

  private Product(ServletWebServerApplicationContext application, SimulatedOnCall onCall) {
    super(URI.create("http://localhost:" + application.getWebServer().getPort()), "demo", TOKEN);
    this.application = application;
    this.onCall = onCall;
  }

  /**
   * @param kubeconfig says where the cluster is; who asks, the shop's two tokens say
   * @param settings as on a command line; they win
   */
  static Product start(Shop shop, Path kubeconfig, URI prometheus, String... settings) {
    SimulatedOnCall onCall = new SimulatedOnCall();
    return new Product(
        (ServletWebServerApplicationContext)
            SpringApplication.from(RunbookApplication::main)
                .withAdditionalProfiles("demo")
                .run(
                    Stream.concat(
                            usual(shop, kubeconfig, prometheus, onCall), Arrays.stream(settings))
                        .collect(
                            toMap(it -> it.substring(0, it.indexOf('=')), it -> it, (a, b) -> b))
                        .values()
                        .stream()
                        .map(setting -> "--" + setting)
                        .toArray(String[]::new))
                .getApplicationContext(),
        onCall);
  }

  /** What it is given wherever it runs, as on a command line. */
  static Stream<String> usual(Shop shop, Path kubeconfig, URI prometheus, SimulatedOnCall onCall) {
    URI pages = onCall.uri().resolve("/pages");
    return Stream.of(
        "server.port=0",
        "runbook.alerting.token=" + TOKEN,
        "spring.datasource.url=jdbc:h2:mem:"
            + UUID.randomUUID()
            + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=256",
        "runbook.cluster.namespaces=" + shop.namespace(),
        "runbook.cluster.kubeconfig=" + kubeconfig,
        "runbook.cluster.token-file=" + shop.tokenOf("runbook"),
        "runbook.cluster.changes.token-file=" + shop.tokenOf("runbook-change"),
        "runbook.services.dhakacart-backend.namespace=" + shop.namespace(),
        "runbook.metrics.url=" + prometheus,
        "runbook.metrics.window=20s",
        "runbook.metrics.scrape-interval=2s",
        "runbook.metrics.history-step=2s",
        "runbook.recovery.hold-for=10s",
        "runbook.recovery.measure-every=3s",
        "runbook.phases.ask-again-after=3s",
        "runbook.remediation.replicas=4",
        "runbook.report.folder=target/realcluster/reports",
        "runbook.oncall.teams.on-call.webhook-url=" + pages,
        "runbook.oncall.teams.senior-engineer.webhook-url=" + pages,
        "runbook.oncall.teams.database-team.webhook-url=" + pages,
        "runbook.oncall.teams.infrastructure-team.webhook-url=" + pages);
  }

  /** Whom it called, oldest first, as the webhook got it. */
  List<String> pages() {
    return onCall.received().stream().map(SimulatedOnCall.Received::body).toList();
  }

  @Override
  public void close() {
    application.close();
    onCall.close();
  }
}
