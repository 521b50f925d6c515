package com.dhakacart.runbook;

import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import java.net.URI;

/** The demo, as {@code ./mvnw spring-boot:test-run} starts it. */
public class TestRunbookApplication {

  /** Promised to people and scripts. */
  private static final int FAULTS = 8099;

  public static void main(String[] args) {
    try {
      Demo demo = Demo.start(new SimulatedWorld.Ports(FAULTS, 0, 0), Pace.demo(), args);
      System.out.println(welcome(demo.uri()));
    } catch (RuntimeException e) {
      e.printStackTrace();
      System.err.printf("The demo did not start. Ports 8080 and %d must be free.%n", FAULTS);
      System.exit(1); // what was started already would keep the process alive
    }
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
