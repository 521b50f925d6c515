package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.PathSegment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A call of the engine's REST API, looked at before the engine reads it. */
final class RestCall {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ContainerRequestContext request;

  RestCall(ContainerRequestContext request) {
    this.request = request;
  }

  boolean reads() {
    return request.getMethod().equals("GET");
  }

  /** What follows this segment in the address, however it is spelt; empty where it is not there. */
  List<String> after(String resource) {
    List<String> path =
        request.getUriInfo().getPathSegments().stream().map(PathSegment::getPath).toList();
    int at = path.indexOf(resource);
    return at < 0 ? List.of() : path.subList(at + 1, path.size());
  }

  /**
   * @throws DecisionRefused when it is no JSON
   */
  JsonNode body() throws IOException {
    byte[] body = request.getEntityStream().readAllBytes();
    request.setEntityStream(new ByteArrayInputStream(body));
    try {
      return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new DecisionRefused("This is not JSON; send {\"variables\": {...}}");
    }
  }

  /** The names of the variables that a body carries, without those that may be there. */
  static Set<String> variables(JsonNode body, Set<String> without) {
    Set<String> names = new TreeSet<>();
    body.path("variables").fieldNames().forEachRemaining(names::add);
    names.removeAll(without);
    return names;
  }
}
