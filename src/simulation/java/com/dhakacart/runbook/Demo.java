package com.dhakacart.runbook;

import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedOnCall;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole product in a simulated world. Nothing of the product is replaced: only its addresses
 * are other ones, and a few waiting times shorter ({@code application-demo.yaml}).
 */
record Demo(
    SimulatedWorld world, SimulatedOnCall onCall, ConfigurableApplicationContext application)
    implements AutoCloseable {

  /**
   * @param settings as on a command line; they win over those of the demo
   */
  static Demo start(SimulatedWorld.Ports ports, Pace pace, String... settings) {
    SimulatedWorld world = SimulatedWorld.start(ports, pace);
    SimulatedOnCall onCall = new SimulatedOnCall();
    try {
      Demo demo = new Demo(world, onCall, application(world, onCall, settings));
      world.alertmanager().receiver(demo.uri().resolve("/alerts"));
      return demo;
    } catch (RuntimeException | Error e) {
      // the world would go on alone, and the process never end
      world.close();
      onCall.close();
      throw e;
    }
  }

  URI uri() {
    int port = ((ServletWebServerApplicationContext) application).getWebServer().getPort();
    return URI.create("http://localhost:" + port);
  }

  @Override
  public void close() {
    application.close();
    world.close();
    onCall.close();
  }

  private static ConfigurableApplicationContext application(
      SimulatedWorld world, SimulatedOnCall onCall, String... settings) {
    return (ConfigurableApplicationContext)
        SpringApplication.from(RunbookApplication::main)
            .withAdditionalProfiles("demo")
            .run(
                Stream.concat(addresses(world, onCall), Arrays.stream(settings))
                    .toArray(String[]::new))
            .getApplicationContext();
  }

  private static Stream<String> addresses(SimulatedWorld world, SimulatedOnCall onCall) {
    URI pages = onCall.uri().resolve("/pages");
    return Stream.of(
            "runbook.cluster.url=" + world.cluster().uri(),
            "runbook.metrics.url=" + world.prometheus().uri(),
            "runbook.oncall.teams.on-call.webhook-url=" + pages,
            "runbook.oncall.teams.senior-engineer.webhook-url=" + pages,
            "runbook.oncall.teams.database-team.webhook-url=" + pages,
            "runbook.oncall.teams.infrastructure-team.webhook-url=" + pages,
            "runbook.oncall.tickets.url=" + onCall.uri().resolve("/tickets"))
        .map(setting -> "--" + setting);
  }
}
