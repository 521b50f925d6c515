package com.dhakacart.runbook.process.access.connections;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Stands in front of everything and has each call watched to its end: until its answer is sent and
 * what is left of its body is dropped, which Tomcat would do behind our back, however long it
 * takes.
 */
class WatchedCalls extends ValveBase {

  /** Who sends what nobody reads should read the answer before the connection ends. */
  private static final int DROPPED_AT_MOST = 2 * 1024 * 1024;

  private final SlowCalls calls;

  WatchedCalls(SlowCalls calls) {
    super(true); // asynchronous requests are let through
    this.calls = calls;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (!(request.getConnector().getProtocolHandler() instanceof OpenConnections connections)) {
      getNext().invoke(request, response);
      return;
    }
    Call call = calls.begin(connections, request);
    try {
      getNext().invoke(request, response);
      if (!request.isAsync()) {
        response.finishResponse();
        dropBody(call, request);
      }
    } finally {
      calls.end(call);
    }
  }

  private static void dropBody(Call call, Request request) {
    if (!request.isFinished() && !isAskedFor(request) && !call.isCutOff()) {
      call.dropsBody();
      try {
        drop(request.getStream());
      } catch (IOException tooSlowOrGone) {
        // the connection ends below
      } finally {
        call.hasRead();
      }
    }
    if (!request.isFinished() || call.isCutOff()) {
      request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }

  /** Who asks first has sent nothing yet, and will not after this answer. */
  private static boolean isAskedFor(Request request) {
    return request.getCoyoteRequest().hasExpectation();
  }

  private static void drop(InputStream body) throws IOException {
    byte[] some = new byte[8192];
    int dropped = 0;
    int read;
    while (dropped < DROPPED_AT_MOST && (read = body.read(some)) >= 0) {
      dropped += read;
    }
  }
}
