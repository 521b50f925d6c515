package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.process.access.EngineOperations.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * What an administrator mistypes is answered in words, and never as an error of ours: an alert on
 * 5xx means that the runbook is ill.
 */
class OddRequestsTest extends EngineOverHttp {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT");

  /** What is put in the place of each field, one after the other. */
  private static final List<JsonNode> ODD =
      List.of(
          JSON.nullNode(),
          JSON.textNode(""),
          JSON.textNode("a/b %$ \u0000 ö"),
          JSON.textNode("x".repeat(5000)),
          JSON.numberNode(-1),
          JSON.numberNode(1e300),
          JSON.booleanNode(true),
          JSON.arrayNode().add("x"),
          JSON.objectNode().put("x", "y"));

  private final EngineOperations engine = new EngineOperations();

  @Autowired AllowList list;

  @Test
  void noRequestOfTheTable_isAnErrorOfOurs() throws Exception {
    List<String> errors = new ArrayList<>();
    for (String odd : List.of("firstResult=-5", "maxResults=-5", "orQueries=x")) {
      for (String list : List.of("/task", "/process-instance", "/history/task", "/job")) {
        HttpResponse<String> answer = get("/engine-rest" + list + "?" + odd, "oncall");
        if (answer.statusCode() >= 500) {
          errors.add(list + " " + odd + ": " + answer.body());
        }
      }
    }
    for (String existing : List.of("/user/oncall/profile", "/group/on-call")) {
      HttpResponse<String> answer =
          send(
              request("/engine-rest" + existing, "admin")
                  .header("Content-Type", "application/json")
                  .PUT(BodyPublishers.ofString("{}")));
      if (answer.statusCode() >= 500) {
        errors.add(existing + ": " + answer.body());
      }
    }
    for (Operation operation : engine.all()) {
      if (list.find(operation.method(), "/engine-rest" + operation.pathOf("x")).isPresent()) {
        for (String body : bodies(operation)) {
          HttpResponse<String> answer = ask(operation, body);
          if (answer.statusCode() >= 500) {
            errors.add(
                "%s %s: %d %s"
                    .formatted(
                        operation,
                        body.substring(0, Math.min(120, body.length())),
                        answer.statusCode(),
                        answer.body().substring(0, Math.min(200, answer.body().length()))));
          }
        }
      }
    }
    assertThat(errors).isEmpty();
  }

  private boolean isSearch(Operation operation) {
    return list.find(operation.method(), "/engine-rest" + operation.pathOf("x"))
        .filter(it -> it.holds() == Holds.QUERY)
        .isPresent();
  }

  private HttpResponse<String> ask(Operation operation, String body) throws Exception {
    return send(
        request("/engine-rest" + operation.pathOf("nope"), "admin")
            .header("Content-Type", "application/json")
            .method(
                operation.method(),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  private List<String> bodies(Operation operation) {
    if (!WITH_BODY.contains(operation.method())) {
      return List.of("");
    }
    List<String> bodies = new ArrayList<>(List.of("", "{}", "null", "[]", "[null]"));
    JsonNode whole = engine.body(operation);
    bodies.add(whole.toString());
    if (isSearch(operation)) {
      return bodies; // their fields are held to plain values, see AllowListTest and TypedValuesTest
    }
    for (Map.Entry<String, JsonNode> field : whole.properties()) {
      for (JsonNode odd : ODD) {
        bodies.add(((ObjectNode) whole.deepCopy()).set(field.getKey(), odd).toString());
      }
      for (Map.Entry<String, JsonNode> inner : field.getValue().properties()) {
        for (JsonNode odd : ODD) {
          ObjectNode mutated = whole.deepCopy();
          ((ObjectNode) mutated.get(field.getKey())).set(inner.getKey(), odd);
          bodies.add(mutated.toString());
        }
      }
    }
    return bodies;
  }
}
