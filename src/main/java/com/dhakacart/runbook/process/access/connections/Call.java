package com.dhakacart.runbook.process.access.connections;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletConnection;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.coyote.Response;

/**
 * One request while it is answered, and since when its thread waits for the caller. Safe for use by
 * the thread that answers and the one that watches.
 */
final class Call {

  private static final String ATTRIBUTE = Call.class.getName();

  private final OpenConnections connections;
  private final ServletConnection connection;
  private final Request request;
  private final Response response;
  private final ConnectionSettings settings;

  private long readsSince;
  private boolean reads;
  private boolean hurried;
  private long answersSince;
  private boolean answers;
  private boolean cutOff;
  private boolean over;

  Call(OpenConnections connections, Request request, ConnectionSettings settings) {
    this.connections = connections;
    this.connection = request.getServletConnection();
    this.request = request;
    this.response = request.getCoyoteRequest().getResponse();
    this.settings = settings;
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Empty where no connection is watched. */
  static Optional<Call> of(ServletRequest request) {
    return Optional.ofNullable((Call) request.getAttribute(ATTRIBUTE));
  }

  /** From now on the caller's bytes are waited for. */
  synchronized void readsBody() {
    reads = true;
    readsSince = System.nanoTime();
  }

  /** The same, for bytes that nobody needs: they get the shorter time. */
  synchronized void dropsBody() {
    hurried = true;
    readsBody();
  }

  synchronized void hasRead() {
    reads = false;
  }

  /** Whether the caller took too long, so that the connection is of no more use. */
  synchronized boolean isCutOff() {
    return cutOff;
  }

  /** Tomcat knows only that the body ended, and has made a bad request of it. */
  void answerThatItWasTooSlow() throws IOException {
    request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
    request.getResponse().sendError(HttpServletResponse.SC_REQUEST_TIMEOUT);
  }

  /** From now on the connection belongs to the next request. */
  synchronized void isOver() {
    over = true;
  }

  /** How many threads answer on its port. */
  int threads() {
    return connections.getMaxThreads();
  }

  /** Whether its thread waits for the caller, as far as can be seen from outside. */
  synchronized boolean waits() {
    return reads || isAnswering();
  }

  /**
   * Ends the waiting if it is too long.
   *
   * @param crowded whether others need the thread
   */
  synchronized void judge(long now, boolean crowded) {
    if (over || cutOff) {
      return;
    }
    if (reads) {
      if (isLonger(now - readsSince, crowded || hurried, settings.bodyWithin())) {
        cutOff = true;
        connections.endInput(connection);
      }
    } else if (isAnswering()) {
      answersSince = answers ? answersSince : now;
      answers = true;
      if (isLonger(now - answersSince, crowded, settings.answerWithin())) {
        cutOff = true;
        connections.endOutput(connection);
      }
    }
  }

  /** Its first bytes are on their way; what is not, is in memory and keeps nobody waiting. */
  private boolean isAnswering() {
    return !reads && response.isCommitted();
  }

  private boolean isLonger(long nanos, boolean shorter, Duration within) {
    Duration allowed =
        shorter && settings.hurriedWithin().compareTo(within) < 0
            ? settings.hurriedWithin()
            : within;
    return nanos > allowed.toNanos();
  }
}
