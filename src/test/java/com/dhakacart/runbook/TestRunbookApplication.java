package com.dhakacart.runbook;

import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedOnCall;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;

/**
 * The demo: the application as it is, in a simulated world. Nothing in the application knows that;
 * addresses are other ones, and a few waiting times shorter ({@code application-demo.yaml}).
 */
public class TestRunbookApplication {

  /** Promised to people and scripts. */
  private static final int FAULTS = 8099;

  public static void main(String[] args) {
    SimulatedWorld world =
        SimulatedWorld.start(new SimulatedWorld.Ports(FAULTS, 0, 0), Pace.demo());
    SimulatedOnCall onCall = new SimulatedOnCall();
    try {
      URI product = start(args, addresses(world, onCall));
      world.alertmanager().receiver(product.resolve("/alerts"));
      System.out.println(welcome(product));
    } catch (RuntimeException | Error e) {
      // The world would go on alone, and the process never end.
      world.close();
      onCall.close();
      throw e;
    }
  }

  private static URI start(String[] args, Stream<String> addresses) {
    ApplicationContext application =
        SpringApplication.from(RunbookApplication::main)
            .withAdditionalProfiles("demo")
            .run(Stream.concat(Arrays.stream(args), addresses).toArray(String[]::new))
            .getApplicationContext();
    int port = ((ServletWebServerApplicationContext) application).getWebServer().getPort();
    return URI.create("http://localhost:" + port);
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

  private static String welcome(URI product) {
    return """

        The demo is ready. DhakaCart is well.

          break it    curl -X POST http://localhost:%2$d/faults/BAD_RELEASE
          decide      %1$s/camunda/app/tasklist   as oncall / demo  (or senior / demo)
          watch       %1$s/camunda/app/cockpit    as admin / demo
          other ways  curl http://localhost:%2$d/faults
          heal it     curl -X DELETE http://localhost:%2$d/faults
        """
        .formatted(product, FAULTS);
  }
}
