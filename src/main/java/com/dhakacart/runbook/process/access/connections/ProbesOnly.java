package com.dhakacart.runbook.process.access.connections;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/** Answers the probes of the cluster on their connector, and nothing else there. */
class ProbesOnly extends ValveBase {

  private static final String HEALTH = "/actuator/health";
  private static final Set<String> ANSWERED =
      Set.of(HEALTH, HEALTH + "/liveness", HEALTH + "/readiness");

  private final Connector probes;

  /**
   * It asks others, such as the mail server, and so may hang; the two that count must not wait for
   * it.
   */
  private final Semaphore health = new Semaphore(1);

  ProbesOnly(Connector probes) {
    super(true);
    this.probes = probes;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (request.getConnector() != probes) {
      getNext().invoke(request, response);
    } else if (!isProbe(request)) {
      refuse(request, response, HttpServletResponse.SC_NOT_FOUND);
    } else if (!request.getRequestURI().equals(HEALTH)) {
      getNext().invoke(request, response);
    } else if (health.tryAcquire()) {
      try {
        getNext().invoke(request, response);
      } finally {
        health.release();
      }
    } else {
      refuse(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
  }

  private static boolean isProbe(Request request) {
    return request.getMethod().equals("GET")
        && ANSWERED.contains(request.getRequestURI())
        && request.getQueryString() == null
        && request.isFinished(); // without a body, for which a thread would have to wait
  }

  private static void refuse(Request request, Response response, int status) {
    response.setStatus(status);
    if (!request.isFinished()) {
      request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }
}
