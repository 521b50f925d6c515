package com.dhakacart.runbook.simulation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server on the loopback interface that can be taken away and comes back on its port. */
class LoopbackServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LoopbackServer.class);

  static {
    // Without it each answer on a kept-alive connection waits 40 ms for the client's delayed
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final String name;
  private final Handler handler;
  private final ExecutorService threads;
  private final int port;
  private HttpServer http;
  private volatile Duration delay = Duration.ZERO;

  /** Answers one request. */
  interface Handler {
    Reply handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  record Reply(int status, String type, byte[] body) {

    static Reply json(int status, String body) {
      return new Reply(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply text(int status, String body) {
      return new Reply(status, "text/plain", body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Serves at once.
   *
   * @param port 0 for any free one
   */
  LoopbackServer(String name, int port, Handler handler) {
    this.name = name;
    this.handler = handler;
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "simulated-" + name);
              thread.setDaemon(true);
              return thread;
            });
    this.http = listen(port);
    this.port = http.getAddress().getPort();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Connections are refused while it is unreachable. */
  synchronized void unreachable(boolean away) {
    if (away && http != null) {
      http.stop(0);
      http = null;
    } else if (!away && http == null) {
      http = listen(port);
    }
  }

  /** Waits so long before each answer. */
  void delay(Duration before) {
    delay = before;
  }

  @Override
  public void close() {
    unreachable(true);
    threads.shutdownNow();
  }

  private HttpServer listen(int onPort) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 0);
      server.setExecutor(threads);
      server.createContext("/", this::serve);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The simulated " + name + " cannot listen on port " + onPort + "; is it taken?", e);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Thread.sleep(delay.toMillis());
      Reply reply = reply(exchange);
      exchange.getResponseHeaders().set("Content-Type", reply.type);
      boolean empty = reply.body.length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status, empty ? -1 : reply.body.length);
      if (!empty) {
        exchange.getResponseBody().write(reply.body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException, InterruptedException {
    try {
      return handler.handle(exchange);
    } catch (RuntimeException e) {
      log.error(
          "The simulated {} failed on {} {}",
          name,
          exchange.getRequestMethod(),
          exchange.getRequestURI(),
          e);
      return Reply.text(500, "The simulation itself failed: " + e);
    }
  }
}
