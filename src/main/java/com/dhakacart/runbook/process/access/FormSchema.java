package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The fields of the form on an incident's page: the answers that its task declares, each a text. A
 * task that is not open any more declares none; behind the door its page says so, and keeps what
 * was typed.
 */
@Component
class FormSchema implements BodySchema {

  private final DeclaredAnswers declared;

  FormSchema(DeclaredAnswers declared) {
    this.declared = declared;
  }

  @Override
  public Holds kind() {
    return Holds.FORM;
  }

  @Override
  public void check(JsonNode body, Asked asked) {
    Set<String> names;
    try {
      names = declared.of(asked.of("task")).keySet();
    } catch (NotThere e) {
      return; // nothing is done with what it holds
    }
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!names.contains(field.getKey())) {
        throw new DecisionRefused(
            "This task does not ask for %s; answer %s, and leave out the rest"
                .formatted(field.getKey(), String.join(", ", names)));
      }
    }
  }
}
