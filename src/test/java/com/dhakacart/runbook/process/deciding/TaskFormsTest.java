package com.dhakacart.runbook.process.deciding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.process.deciding.Question.Kind;
import com.dhakacart.runbook.process.deciding.Question.Option;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskFormsTest {

  private final ObjectMapper json = new ObjectMapper();

  static Stream<Path> forms() throws Exception {
    return Files.list(Path.of("processes/shared")).filter(it -> it.toString().endsWith(".form"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyForm_asksInAWayThatThePageKnows(Path form) throws Exception {
    List<Question> questions = TaskForms.questions(json.readTree(form.toFile()));

    assertThat(questions).isNotEmpty().allSatisfy(it -> assertThat(it.label()).isNotBlank());
    List<String> decisions =
        questions.stream()
            .filter(it -> it.name().equals("decision"))
            .flatMap(it -> it.options().stream())
            .map(Option::value)
            .toList();
    assertThat(questions)
        .filteredOn(it -> !it.onlyFor().isEmpty())
        .allSatisfy(it -> assertThat(decisions).contains(it.onlyFor()));
  }

  @Test
  void approval_asksForTheCauseOnlyWithAnotherCause() throws Exception {
    List<Question> questions =
        TaskForms.questions(json.readTree(Path.of("processes/shared/approveChange.form").toFile()));

    assertThat(questions)
        .extracting(Question::name, Question::kind, Question::onlyFor)
        .containsExactly(
            tuple("decision", Kind.CHOICE, ""),
            tuple("cause", Kind.LIST, "CHOOSE_ANOTHER_CAUSE"),
            tuple("reason", Kind.TEXT, ""));
  }

  @Test
  void formThatAsksOtherwise_isNoPageWithoutTheQuestion() {
    assertThatThrownBy(
            () ->
                TaskForms.questions(
                    json.readTree("{\"components\":[{\"type\":\"datetime\",\"key\":\"when\"}]}")))
        .hasMessageContaining("when by a datetime");
    assertThatThrownBy(
            () ->
                TaskForms.questions(
                    json.readTree(
                        "{\"components\":[{\"type\":\"textarea\",\"key\":\"why\",\"conditional\":{\"hide\":\"=x > 1\"}}]}")))
        .hasMessageContaining("=x > 1");
  }
}
