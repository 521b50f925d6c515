package com.dhakacart.runbook.process.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Who may complete a task may by the engine's rules write any variable of its process. Here a
 * decision takes the answers that its task declares, and nothing else: a complete listener cannot
 * refuse the rest, because it does not see what came with the completion.
 */
@Component
class AnswersSchema implements BodySchema {

  private static final Set<String> FIELDS = Set.of("variables", "withVariablesInReturn");

  private final DeclaredAnswers declared;

  AnswersSchema(DeclaredAnswers declared) {
    this.declared = declared;
  }

  @Override
  public Holds kind() {
    return Holds.ANSWERS;
  }

  @Override
  public void check(JsonNode body, Asked asked) {
    Fields.only(body, FIELDS);
    Scalars.check(body.path("variables"), declared.of(asked.of("id")), "This task");
  }
}
