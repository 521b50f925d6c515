package com.dhakacart.runbook.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A paging service and a ticket system. Both tell repetitions by their key, as PagerDuty does, so a
 * page is there once however often it arrives; it arrives again only where its answer was lost.
 */
class CalledPeople implements AutoCloseable {

  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, List<Integer>> taken = new ConcurrentSkipListMap<>();
  private final KillPoints points;
  private final HttpServer server;

  CalledPeople(KillPoints points) {
    this.points = points;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  String url(String what) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + what;
  }

  /** Each page and ticket by its key. */
  Set<String> taken() {
    return new TreeSet<>(taken.keySet());
  }

  /** What arrived again although nobody was killed since it had arrived and was answered. */
  Map<String, List<Integer>> repeated() {
    Map<String, List<Integer>> repeated = new TreeMap<>(taken);
    repeated.values().removeIf(rounds -> rounds.size() == Set.copyOf(rounds).size());
    return repeated;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
      boolean page = exchange.getRequestURI().getPath().endsWith("/pages");
      String kind = page ? "page" : "ticket";
      if (points.take(Worlds.asked(kind))) {
        points.park();
        return;
      }
      String key = kind + " " + (page ? body.path("dedup_key") : body.path("incident")).asText();
      taken.computeIfAbsent(key, it -> new CopyOnWriteArrayList<>()).add(points.round());
      if (points.take(Worlds.notAnswered(kind))) {
        points.park();
        return;
      }
      exchange.sendResponseHeaders(202, -1);
    }
  }
}
