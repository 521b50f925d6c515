package com.dhakacart.runbook.simulation;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what is posted to a paging or ticket webhook, and shows it to the test. */
public class SimulatedOnCall implements AutoCloseable {

  /** One request that arrived. */
  public record Received(String method, String path, String body) {}

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final LoopbackServer server;
  private volatile int answer = 200;

  public SimulatedOnCall() {
    this(0);
  }

  public SimulatedOnCall(int port) {
    server = new LoopbackServer("on-call webhook", port, this::handle);
  }

  public URI uri() {
    return server.uri();
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Answers with this status from now on; what is refused is recorded as well. */
  public void answer(int status) {
    answer = status;
  }

  public void unreachable(boolean away) {
    server.unreachable(away);
  }

  @Override
  public void close() {
    server.close();
  }

  private LoopbackServer.Reply handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(
        new Received(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body));
    return LoopbackServer.Reply.json(answer, "{\"id\":\"" + received.size() + "\"}");
  }
}
