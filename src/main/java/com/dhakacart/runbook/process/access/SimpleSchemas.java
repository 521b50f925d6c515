package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.StoredText;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Bodies that can be judged by themselves. */
@Configuration(proxyBeanMethods = false)
class SimpleSchemas {

  private static final Set<String> TASK_LIST_FIELDS =
      Set.of("id", "resourceType", "name", "owner", "query", "properties", "itemCount");

  /** An address space's worth of nesting is an attack on whoever reads it. */
  private static final int DEEPEST = 6;

  /** Expressions that a task list may hold: who reads it. Any other would run what it says. */
  private static final Set<String> HARMLESS = Set.of("${currentUser()}", "${currentUserGroups()}");

  @Bean
  BodySchema nothingSchema() {
    return schema(Holds.NOTHING, (body, asked) -> Fields.only(body, Set.of()));
  }

  @Bean
  BodySchema reasonSchema() {
    return schema(Holds.REASON, (body, asked) -> texts(body, Set.of("reason")));
  }

  /** The task says where the remark belongs; the engine would hang it on whatever is named. */
  @Bean
  BodySchema commentSchema() {
    return schema(
        Holds.COMMENT,
        (body, asked) -> {
          texts(body, Set.of("message"));
          if (body.path("message").asText().length() > StoredText.REASON.limit()) {
            throw new DecisionRefused(
                "A remark has %d characters at most".formatted(StoredText.REASON.limit()));
          }
        });
  }

  @Bean
  BodySchema ownIdSchema() {
    return schema(
        Holds.OWN_ID,
        (body, asked) -> {
          texts(body, Set.of("userId"));
          if (!asked.by().equals(body.path("userId").textValue())) {
            throw new DecisionRefused(
                "Nobody claims a task for another: send {\"userId\": \"%s\"}"
                    .formatted(asked.by()));
          }
        });
  }

  @Bean
  BodySchema querySchema() {
    return schema(Holds.QUERY, (body, asked) -> plain(body, Set.of(), 0));
  }

  @Bean
  BodySchema taskListSchema() {
    return schema(
        Holds.TASK_LIST,
        (body, asked) -> {
          Fields.only(body, TASK_LIST_FIELDS);
          plain(body, HARMLESS, 0);
        });
  }

  @Bean
  BodySchema plainSchema() {
    return schema(Holds.PLAIN, (body, asked) -> plain(body, Set.of(), 0));
  }

  private static void texts(JsonNode body, Set<String> names) {
    Fields.only(body, names);
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!field.getValue().isTextual() && !field.getValue().isNull()) {
        throw new DecisionRefused("%s is a text".formatted(field.getKey()));
      }
    }
  }

  /**
   * @param expressions that may stand where the engine evaluates one
   */
  private static void plain(JsonNode node, Set<String> expressions, int depth) {
    if (depth > DEEPEST) {
      throw new DecisionRefused("The body is nested too deeply");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = field.getKey();
      if (name.endsWith("Expression") && !isHarmless(field.getValue(), expressions)) {
        throw new DecisionRefused(
            "%s may not be sent: what is searched for is said in values, and not in expressions"
                .formatted(name));
      }
      if (List.of("valueInfo", "objectTypeName", "serializationDataFormat").contains(name)) {
        throw new DecisionRefused("%s may not be sent: a value is plain".formatted(name));
      }
      plain(field.getValue(), expressions, depth + 1);
    }
    if (depth == 0 && !node.isObject() && !node.isMissingNode()) {
      throw new DecisionRefused("The body is a JSON object, or empty");
    }
    for (JsonNode one : node.isArray() ? node : List.<JsonNode>of()) {
      if (one.isNull()) {
        throw new DecisionRefused("A list holds values, and none that is null");
      }
      plain(one, expressions, depth + 1);
    }
  }

  private static boolean isHarmless(JsonNode value, Set<String> expressions) {
    return value.isNull() || value.isTextual() && expressions.contains(value.textValue());
  }

  private static BodySchema schema(Holds kind, BiConsumer<JsonNode, Asked> check) {
    return new BodySchema() {
      @Override
      public Holds kind() {
        return kind;
      }

      @Override
      public void check(JsonNode body, Asked asked) {
        check.accept(body, asked);
      }
    };
  }
}
