package com.dhakacart.runbook.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What a shipper would have brought of the pods' logs, errors and warnings, by Elasticsearch's
 * {@code _search}. The query is the namespace; what a cluster that is silent logs comes to nobody.
 */
class LogStore implements AutoCloseable {

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Worlds worlds;
  private final HttpServer server;

  LogStore(Worlds worlds) {
    this.worlds = worlds;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode filter =
          json.readTree(exchange.getRequestBody().readAllBytes()).at("/query/bool/filter");
      int world = Worlds.number(filter.at("/0/query_string/query").asText());
      if (worlds.isSilent(world)) {
        return; // it is cut off, too
      }
      byte[] answer =
          json.writeValueAsBytes(hits(world, filter.at("/1/range/@timestamp/gte").asText()));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectNode hits(int world, String since) throws IOException, InterruptedException {
    ObjectNode answer = json.createObjectNode().put("timed_out", false);
    ArrayNode hits = answer.putObject("hits").putArray("hits");
    for (Pod pod : worlds.world(world).cluster().pods()) {
      for (String line : log(world, pod.getMetadata().getName(), since).split("\n")) {
        int end = line.indexOf(' ');
        if (end > 0 && line.matches(".*\"level\":\"(?:error|warn)\".*")) {
          ObjectNode fields = (ObjectNode) json.readTree(line.substring(end + 1));
          hits.addObject().set("_source", fields.put("@timestamp", line.substring(0, end)));
        }
      }
    }
    return answer;
  }

  private String log(int world, String pod, String since) throws IOException, InterruptedException {
    URI log =
        worlds
            .world(world)
            .cluster()
            .uri()
            .resolve(
                "/api/v1/namespaces/dhakacart/pods/%s/log?timestamps=true&tailLines=1000&sinceTime=%s"
                    .formatted(pod, since));
    return http.send(HttpRequest.newBuilder(log).build(), BodyHandlers.ofString()).body();
  }
}
