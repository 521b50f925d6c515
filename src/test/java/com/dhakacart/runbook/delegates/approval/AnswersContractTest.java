package com.dhakacart.runbook.delegates.approval;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.model.EachRunbook;
import com.dhakacart.runbook.model.Runbook;
import com.dhakacart.runbook.process.OpenDecisions;
import com.dhakacart.runbook.process.RunbookContract;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a form asks, what its task takes, and what is checked at its completion are the same. */
class AnswersContractTest {

  /** What the ranking said, kept beside the answer of the same name. */
  private static final String CAUSE_BEFORE = "causeBefore";

  /** Who puts something before a person, by its name. */
  private static final List<String> WRITERS =
      List.of(
          "delegates/com/dhakacart/runbook/delegates/approval/BriefDecision.java",
          "delegates/com/dhakacart/runbook/delegates/approval/BriefPlans.java",
          "delegates/com/dhakacart/runbook/delegates/approval/FirstLine.java",
          "src/main/java/com/dhakacart/runbook/report/PlainTaskBriefings.java");

  static Stream<String> tasks() {
    return RunbookContract.USER_TASKS.stream().sorted();
  }

  /** Each in each model. */
  static Stream<UserTask> drawnTasks() {
    return Runbook.all().stream().flatMap(it -> it.all(UserTask.class).stream());
  }

  @Test
  void everyTask_hasItsAnswers() {
    assertThat(Answers.OF.keySet()).isEqualTo(RunbookContract.USER_TASKS);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void form_asksExactlyWhatIsChecked(String task) throws Exception {
    assertThat(fields(task).keySet()).isEqualTo(answers(task));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void form_offersExactlyTheWordsThatAreTaken(String task) throws Exception {
    Map<String, JsonNode> fields = fields(task);
    Answers answers = Answers.OF.get(task);
    if (fields.containsKey("decision")) {
      assertThat(options(fields.get("decision"))).isEqualTo(answers.decisions());
    }
    if (fields.containsKey("cause")) {
      assertThat(options(fields.get("cause"))).isEqualTo(Answers.CAUSES);
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void form_requiresWhatIsAlwaysRequired(String task) throws Exception {
    Map<String, JsonNode> fields = fields(task);
    assertThat(Answers.OF.get(task).texts())
        .allSatisfy(
            text ->
                assertThat(fields.get(text).at("/validate/required").asBoolean())
                    .as(text)
                    .isTrue());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void form_showsOnlyWhatTheBriefingHas(String task) throws Exception {
    Set<String> briefed = new HashSet<>();
    for (String writer : WRITERS) {
      briefed.addAll(
          found(
              "(?m)(?:(?:put|entry)\\(\\s*|^\\s+)\"(\\w+)\",", Files.readString(Path.of(writer))));
    }
    briefed.add(OpenDecisions.ASKED_OF);
    assertThat(briefed).isNotEmpty();
    assertThat(found("briefing\\.(\\w+)", Files.readString(form(task))))
        .contains("asked", OpenDecisions.ASKED_OF, "askedUntil", "happened", "links")
        .isSubsetOf(briefed);
  }

  @ParameterizedTest
  @MethodSource("drawnTasks")
  void task_declaresItsAnswersEmpty_soThatAnEarlierAnswerNeverCounts(UserTask drawn) {
    String task = drawn.getId();
    Map<String, String> inputs = new LinkedHashMap<>();
    parameters(drawn)
        .getCamundaInputParameters()
        .forEach(
            (CamundaInputParameter it) -> inputs.put(it.getCamundaName(), it.getTextContent()));
    if (answers(task).contains("cause")) {
      assertThat(inputs.keySet().iterator().next())
          .as("read before the answer hides it")
          .isEqualTo(CAUSE_BEFORE);
      assertThat(inputs.remove(CAUSE_BEFORE)).isEqualTo("${cause}");
    }
    assertThat(inputs.keySet()).isEqualTo(answers(task));
    assertThat(inputs.values())
        .as("an empty input parameter is null, and null is no local variable")
        .containsOnly("${''}");
  }

  @ParameterizedTest
  @MethodSource("drawnTasks")
  void task_copiesEveryAnswerOut(UserTask drawn) {
    String task = drawn.getId();
    Set<String> read = new TreeSet<>();
    parameters(drawn).getCamundaOutputParameters().stream()
        .map(CamundaOutputParameter::getTextContent)
        .forEach(it -> read.addAll(found("\\b([a-zA-Z]+)\\b", it.replaceAll("'[^']*'", ""))));
    assertThat(read).containsAll(answers(task));
  }

  @EachRunbook
  void decisionsInTheModel_areWordsThatPeopleCanAnswer(Runbook runbook) {
    Set<String> words =
        Answers.OF.values().stream().flatMap(it -> it.decisions().stream()).collect(toSet());
    Set<String> compared =
        runbook.all(SequenceFlow.class).stream()
            .map(Runbook::condition)
            .flatMap(it -> found("[dD]ecision == '(\\w+)'", it).stream())
            .collect(toSet());
    assertThat(compared).isNotEmpty().isSubsetOf(words);
  }

  /** All that a task may be answered with. */
  private static Set<String> answers(String task) {
    Answers answers = Answers.OF.get(task);
    Set<String> names = new TreeSet<>(answers.texts());
    if (!answers.decisions().isEmpty()) {
      names.add("decision");
    }
    if (!answers.causeFor().isEmpty()) {
      names.add("cause");
    }
    if (!answers.reasonFor().isEmpty()) {
      names.add("reason");
    }
    return names;
  }

  private static CamundaInputOutput parameters(UserTask task) {
    return task.getExtensionElements()
        .getElementsQuery()
        .filterByType(CamundaInputOutput.class)
        .singleResult();
  }

  private static Path form(String task) {
    return Runbook.SHARED.resolve(task.replace("userTask_", "") + ".form");
  }

  private static Map<String, JsonNode> fields(String task) throws Exception {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    JsonNode form = new ObjectMapper().readTree(form(task).toFile());
    assertThat(form.get("id").asText()).isEqualTo(task.replace("userTask_", ""));
    collect(form, fields);
    return fields;
  }

  /** Groups hold fields, too. */
  private static void collect(JsonNode of, Map<String, JsonNode> fields) {
    for (JsonNode field : of.path("components")) {
      if (field.has("key")) {
        fields.put(field.get("key").asText(), field);
      }
      collect(field, fields);
    }
  }

  private static List<String> options(JsonNode field) {
    return StreamSupport.stream(field.get("values").spliterator(), false)
        .map(it -> it.get("value").asText())
        .toList();
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult it) -> it.group(1))
        .collect(toSet());
  }
}
