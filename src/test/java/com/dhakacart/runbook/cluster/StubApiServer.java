package com.dhakacart.runbook.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BinaryOperator;

/** An API server that answers as it is told to: for what a real one cannot be made to do. */
public class StubApiServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public StubApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * @param replies one after the other; the last one again and again
   */
  public StubApiServer on(String method, String path, Reply... replies) {
    this.replies.put(method + " " + path, new ArrayDeque<>(List.of(replies)));
    return this;
  }

  public List<Request> requests(String method) {
    return requests.stream().filter(one -> one.method().equals(method)).toList();
  }

  public static Reply json(int code, String body) {
    return new Reply(code, body, () -> {});
  }

  /** The object as the patch of the request leaves it, as a server without policies answers. */
  public static Reply patched(String object) {
    return answering(
        (type, patch) ->
            Patches.applied(Patches.parse(object), type, Patches.parse(patch)).toString());
  }

  /**
   * @param body of the answer, by the content type and the body of the request
   */
  public static Reply answering(BinaryOperator<String> body) {
    return new Reply(200, body, () -> {}, List.of());
  }

  public static Reply refusal(int code, String reason, String message) {
    return json(
        code,
        """
        {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"%s","message":"%s","code":%d}
        """
            .formatted(reason, message, code));
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      String query = exchange.getRequestURI().getQuery();
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              path,
              query,
              body,
              exchange.getRequestHeaders().getFirst("Authorization")));
      Reply reply = next(exchange.getRequestMethod() + " " + path);
      reply.first().run();
      String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
      byte[] bytes = reply.body().apply(type.split(";")[0], body).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      reply.warnings().forEach(it -> exchange.getResponseHeaders().add("Warning", it));
      exchange.sendResponseHeaders(reply.code(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it answers next, without a request being made. */
  public synchronized String answerTo(String method, String path) {
    return replies.get(method + " " + path).peek().body().apply("", "");
  }

  private synchronized Reply next(String request) {
    Deque<Reply> queue = replies.get(request);
    if (queue == null) {
      return refusal(404, "NotFound", "the server could not find the requested resource");
    }
    return queue.size() > 1 ? queue.poll() : queue.peek();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  public record Request(
      String method, String path, String query, String body, String authorization) {

    public boolean isDryRun() {
      return query != null && List.of(query.split("&")).contains("dryRun=All");
    }
  }

  /**
   * @param first done before it is sent
   * @param warnings headers
   */
  public record Reply(
      int code, BinaryOperator<String> body, Runnable first, List<String> warnings) {

    public Reply(int code, String body, Runnable first) {
      this(code, (type, request) -> body, first, List.of());
    }

    public Reply warning(String... headers) {
      return new Reply(code, body, first, List.of(headers));
    }
  }
}
