package com.dhakacart.runbook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The other side of an HTTP call: answers by a script, remembers what it was asked. Serves from its
 * making until the test is over; a field with {@code @RegisterExtension}.
 */
public final class HttpCounterpart implements AfterEachCallback, AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Function<Request, Reply> script = request -> Reply.of(404, "");

  public HttpCounterpart() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** An address at which nothing listens. */
  public static URI nobody() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://localhost:" + free.getLocalPort());
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  public URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  public void answers(Function<Request, Reply> script) {
    this.script = script;
  }

  public void answers(int status, String body) {
    answers(request -> Reply.of(status, body));
  }

  /** Takes requests and keeps silent until the test is over. */
  public void keepsSilent() {
    answers(
        request -> {
          await(closed);
          return Reply.of(200, "");
        });
  }

  /** Answers only when that many requests are there at the same time. */
  public void answersWhenAllAreThere(int expected, Function<Request, Reply> script) {
    CountDownLatch missing = new CountDownLatch(expected);
    answers(
        request -> {
          missing.countDown();
          await(missing);
          return script.apply(request);
        });
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    Request request = Request.of(exchange);
    requests.add(request);
    Reply reply = script.apply(request);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @param query decoded parameters
   * @param headers by lower-case name
   */
  public record Request(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {

    private static Request of(HttpExchange exchange) throws IOException {
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      return new Request(
          exchange.getRequestMethod(),
          exchange.getRequestURI().getPath(),
          parameters(exchange.getRequestURI().getRawQuery()),
          headers,
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Map<String, String> parameters(String query) {
      Map<String, String> parameters = new HashMap<>();
      for (String pair : query == null ? new String[0] : query.split("&")) {
        String[] parts = pair.split("=", 2);
        parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
      return parameters;
    }
  }

  public record Reply(int status, String body, Map<String, String> headers) {

    public static Reply of(int status, String body) {
      return new Reply(status, body, Map.of("Content-Type", "application/json"));
    }

    public Reply with(String header, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(header, value);
      return new Reply(status, body, more);
    }
  }
}
