package com.dhakacart.runbook.crash;

import com.dhakacart.runbook.fixtures.HttpCounterpart.Reply;
import com.dhakacart.runbook.fixtures.HttpCounterpart.Request;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * What a shipper would have brought of the pods' logs, errors and warnings, by Elasticsearch's
 * {@code _search}. The query is the namespace; what a cluster that is silent logs comes to nobody.
 */
class LogStore {

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Worlds worlds;

  LogStore(Worlds worlds) {
    this.worlds = worlds;
  }

  Reply answer(Request request) {
    try {
      JsonNode filter = json.readTree(request.body()).at("/query/bool/filter");
      int world = Worlds.number(filter.at("/0/query_string/query").asText());
      return worlds.isSilent(world)
          ? Reply.of(503, "")
          : Reply.of(200, hits(world, filter.at("/1/range/@timestamp/gte").asText()).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.of(503, "");
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
