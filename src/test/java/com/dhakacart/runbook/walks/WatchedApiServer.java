package com.dhakacart.runbook.walks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands before an API server: passes everything on, remembers what was written, and does what a
 * test says right after the object is read, or loses the answer to a write.
 */
class WatchedApiServer implements AutoCloseable {

  private static final Runnable NOTHING = () -> {};
  private static final int REFUSED = 300;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final AtomicReference<Runnable> afterRead = new AtomicReference<>(NOTHING);
  private volatile URI behind;
  private volatile boolean losesAnswer;

  WatchedApiServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on for this API server, with nothing remembered. */
  void standBefore(URI apiServer) {
    behind = apiServer;
    writes.clear();
    afterRead.set(NOTHING);
    losesAnswer = false;
  }

  /**
   * The patches that were meant, dry runs not among them, in the order in which they came; nor
   * those for an object whose status was written in between, which are sent again.
   */
  List<String> writes() {
    return List.copyOf(writes);
  }

  /** Once, when an object was read and nobody has the answer yet. */
  void afterNextRead(Runnable action) {
    afterRead.set(action);
  }

  /** The next write is made, and the connection cut before anybody hears of it. */
  void loseNextAnswer() {
    losesAnswer = true;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      URI asked = exchange.getRequestURI();
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean write = method.equals("PATCH") && !isDryRun(asked);
      HttpResponse<byte[]> answer = pass(method, asked, exchange, body);
      if (write && answer.statusCode() < REFUSED) {
        writes.add(asked.getPath() + " " + new String(body));
      }
      if (method.equals("GET")) {
        afterRead.getAndSet(NOTHING).run();
      }
      if (write && losesAnswer) {
        losesAnswer = false;
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A parameter of its own: inside of another one the words are no dry run. */
  private static boolean isDryRun(URI asked) {
    return asked.getRawQuery() != null
        && List.of(asked.getRawQuery().split("&")).contains("dryRun=All");
  }

  private HttpResponse<byte[]> pass(String method, URI asked, HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(behind.resolve(asked.toString()))
            .method(method, BodyPublishers.ofByteArray(body));
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
