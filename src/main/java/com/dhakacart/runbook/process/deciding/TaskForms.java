package com.dhakacart.runbook.process.deciding;

import com.dhakacart.runbook.process.deciding.Question.Kind;
import com.dhakacart.runbook.process.deciding.Question.Option;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.FormService;
import org.springframework.stereotype.Component;

/**
 * Reads what a task asks from the form that Tasklist shows, so that both ask the same in the same
 * words.
 */
@Component
class TaskForms {

  private static final Map<String, Kind> KINDS =
      Map.of("radio", Kind.CHOICE, "select", Kind.LIST, "textarea", Kind.TEXT);

  /** The one condition that the forms have: a question that belongs to one decision. */
  private static final Pattern HIDDEN_UNLESS = Pattern.compile("=decision != \"([A-Z_]+)\"");

  private final FormService forms;
  private final ObjectMapper json;

  TaskForms(FormService forms, ObjectMapper json) {
    this.forms = forms;
    this.json = json;
  }

  List<Question> of(String task) {
    try (InputStream form = forms.getDeployedTaskForm(task)) {
      return questions(json.readTree(form));
    } catch (IOException e) {
      throw new UncheckedIOException("The form of task %s cannot be read".formatted(task), e);
    }
  }

  /**
   * @throws IllegalStateException when the form asks in a way that is not known here
   */
  static List<Question> questions(JsonNode form) {
    List<Question> questions = new ArrayList<>();
    for (JsonNode component : form.path("components")) {
      if (component.has("key")) {
        questions.add(question(component));
      }
      questions.addAll(questions(component));
    }
    return questions;
  }

  private static Question question(JsonNode component) {
    String name = component.path("key").asText();
    Kind kind = KINDS.get(component.path("type").asText());
    if (kind == null) {
      throw new IllegalStateException(
          "A form asks for %s by a %s, which the incident's page does not know"
              .formatted(name, component.path("type").asText()));
    }
    return new Question(
        name,
        kind,
        component.path("label").asText(),
        component.path("description").asText(),
        StreamSupport.stream(component.path("values").spliterator(), false)
            .map(it -> new Option(it.path("value").asText(), it.path("label").asText()))
            .toList(),
        component.path("validate").path("required").asBoolean(),
        onlyFor(name, component.path("conditional").path("hide").asText()));
  }

  private static String onlyFor(String name, String hidden) {
    if (hidden.isEmpty()) {
      return "";
    }
    Matcher decision = HIDDEN_UNLESS.matcher(hidden);
    if (!decision.matches()) {
      throw new IllegalStateException(
          "A form hides %s by a condition that the incident's page does not know: %s"
              .formatted(name, hidden));
    }
    return decision.group(1);
  }
}
