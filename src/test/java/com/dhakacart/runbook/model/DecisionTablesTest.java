package com.dhakacart.runbook.model;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Team;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.DmnElement;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Decision tables speak the words of the code, and each of their rules gives its reason. */
class DecisionTablesTest {

  private static final Pattern WORD = Pattern.compile("\"([A-Z_]+)\"");
  private static final int OBSERVATION = 0;
  private static final int CAUSE = 1;
  private static final int WEIGHT = 2;
  private static final int REASON = 3;

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  /** Of all runbooks, by their ids. */
  private static final Map<String, Decision> DECISIONS = new TreeMap<>();

  static {
    Runbook.all().forEach(it -> DECISIONS.putAll(it.decisions()));
  }

  static List<Path> tables() {
    return Runbook.all().stream().flatMap(it -> it.files(".dmn").stream()).distinct().toList();
  }

  /** What each runbook ranks its causes by. */
  static List<DecisionTable> weights() {
    return DECISIONS.entrySet().stream()
        .filter(it -> it.getKey().startsWith("weigh"))
        .map(it -> (DecisionTable) it.getValue().getExpression())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyRule_hasItsOwnId_andGivesItsReason(Path file) {
    var model = Dmn.readModelFromFile(file.toFile());
    assertThat(model.getModelElementsByType(Rule.class))
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              assertThat(rule.getId()).matches("rule_[a-z][A-Za-z]*_[a-z][A-Za-z]*");
              assertThat(rule.getDescription())
                  .as(rule.getId())
                  .isNotNull()
                  .satisfies(it -> assertThat(it.getTextContent()).endsWith("."));
            });
    assertThat(model.getModelElementsByType(DmnElement.class))
        .extracting(DmnElement::getId)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyFile_isNamedLikeItsDecision(Path file) {
    assertThat(Dmn.readModelFromFile(file.toFile()).getModelElementsByType(Decision.class))
        .extracting(Decision::getId)
        .containsExactly(file.getFileName().toString().replace(".dmn", ""));
  }

  /** Two of the same id in one deployment would stop the start. */
  @Test
  void idsOfDecisionsAndForms_areUniqueInAllFolders() throws IOException {
    List<String> ids = new ArrayList<>();
    for (Path file : tables()) {
      Dmn.readModelFromFile(file.toFile()).getModelElementsByType(Decision.class).stream()
          .map(Decision::getId)
          .forEach(ids::add);
    }
    List<Path> forms =
        Runbook.all().stream().flatMap(it -> it.files(".form").stream()).distinct().toList();
    for (Path file : forms) {
      ids.add(new ObjectMapper().readTree(file.toFile()).path("id").asText());
    }
    assertThat(ids).hasSizeGreaterThan(10).doesNotHaveDuplicates();
  }

  @EachRunbook
  void folderOfARunbook_hasNoDecisionButItsOwnWeights_andNoForm(Runbook runbook) {
    assertThat(runbook.folder())
        .isDirectoryContaining("glob:**/weigh*.dmn")
        .isDirectoryNotContaining(
            it ->
                it.toString().endsWith(".form")
                    || it.toString().endsWith(".dmn")
                        && !it.getFileName().toString().startsWith("weigh"));
  }

  @EachRunbook
  void everyDecision_isUsed(Runbook runbook) {
    Set<String> used =
        runbook.all(BusinessRuleTask.class).stream()
            .map(BusinessRuleTask::getCamundaDecisionRef)
            .collect(toCollection(TreeSet::new));
    // which team can help is asked by the step that calls it, what would do harm by each that
    // plans, and how many must approve is kept with the plan, where no completion can rewrite it
    used.addAll(List.of("teamToCall", "findHarm", "approvalsNeeded"));
    // a runbook may do without a post-mortem
    used.add("judgeSeverity");
    assertThat(runbook.decisions().keySet()).isEqualTo(used);
  }

  @Test
  void observationsOfTheTable_areThoseThatAreNoted_bothWays() {
    Set<String> known =
        Stream.concat(weights().stream(), Stream.of(table("findHarm")))
            .flatMap(table -> table.getRules().stream())
            .flatMap(rule -> rule.getInputEntries().stream())
            .flatMap(entry -> words(entry.getTextContent()))
            .collect(toSet());
    known.removeAll(names(Remedy.class));
    assertThat(known).isEqualTo(names(Observation.Kind.class));
  }

  /** Whatever a rule of no harm says is read by the person who gets no proposal. */
  @Test
  void everyRuleOfNoHarm_namesARemedy_andSaysWhy() {
    assertThat(rules("findHarm"))
        .allSatisfy(
            rule -> {
              List<String> inputs =
                  rule.getInputEntries().stream().map(it -> it.getTextContent().trim()).toList();
              assertThat(allowed("findHarm", "remedy")).containsAll(words(inputs.get(0)).toList());
              assertThat(words(inputs.get(1))).as(rule.getId()).isNotEmpty();
              List<String> outputs =
                  rule.getOutputEntries().stream().map(it -> it.getTextContent().trim()).toList();
              assertThat(words(inputs.get(1))).containsAll(words(outputs.get(0)).toList());
              assertThat(outputs.get(1))
                  .as(rule.getId())
                  .isEqualTo("\"" + rule.getDescription().getTextContent() + "\"");
            });
  }

  @ParameterizedTest
  @MethodSource("weights")
  void everyRuleOfTheTable_namesWhatItSaw_whatItSpeaksFor_andWhy(DecisionTable table) {
    assertThat(table.getHitPolicy()).isEqualTo(HitPolicy.COLLECT);
    assertThat(table.getOutputs())
        .extracting(it -> it.getName())
        .containsExactly("observation", "cause", "weight", "reason");
    assertThat(table.getRules())
        .allSatisfy(
            rule -> {
              String condition = rule.getInputEntries().iterator().next().getTextContent();
              List<String> outputs =
                  rule.getOutputEntries().stream().map(it -> it.getTextContent()).toList();
              assertThat(words(condition))
                  .as(rule.getId())
                  .containsAll(words(outputs.get(OBSERVATION)).toList());
              assertThat(words(outputs.get(CAUSE)))
                  .as(rule.getId())
                  .hasSize(1)
                  .isSubsetOf(names(Cause.class))
                  .doesNotContain(Cause.NONE_OF_THEM.name());
              assertThat(Integer.parseInt(outputs.get(WEIGHT).trim())).as(rule.getId()).isNotZero();
              assertThat(outputs.get(REASON).trim())
                  .as(rule.getId())
                  .isEqualTo("\"" + rule.getDescription().getTextContent() + "\"");
              String cause = words(outputs.get(CAUSE)).findFirst().orElseThrow();
              assertThat(rule.getId()).endsWith("_" + camelCase(cause));
            });
  }

  @ParameterizedTest
  @MethodSource("weights")
  void noTwoRules_weighTheSameObservationForTheSameCause(DecisionTable table) {
    assertThat(table.getRules())
        .extracting(
            rule -> rule.getInputEntries().iterator().next().getTextContent(),
            rule -> List.copyOf(rule.getOutputEntries()).get(CAUSE).getTextContent())
        .doesNotHaveDuplicates();
  }

  @Test
  void inputsThatTakeWords_listThemAll() {
    assertThat(allowed("teamToCall", "cause")).isEqualTo(names(Cause.class));
    assertThat(allowed("approvalsNeeded", "cause")).isEqualTo(names(Cause.class));
    assertThat(allowed("approvalsNeeded", "remedy")).isEqualTo(names(Remedy.class));
    assertThat(allowed("judgeSeverity", "outcome")).isEqualTo(names(Outcome.class));
  }

  @ParameterizedTest
  @CsvSource({
    "DATABASE_CONNECTIONS, false, DATABASE_TEAM",
    "CODE_DEPLOYMENT, true, DATABASE_TEAM",
    "RESOURCE_EXHAUSTION, false, INFRASTRUCTURE_TEAM",
    "EXTERNAL_SERVICE, false, INFRASTRUCTURE_TEAM",
    "CODE_DEPLOYMENT, false, SENIOR_ENGINEER",
    "NONE_OF_THEM, false, SENIOR_ENGINEER"
  })
  void causeThatNoChangeHelps_callsTheTeamThatCan(Cause cause, boolean databaseAway, Team team) {
    assertThat(
            (String)
                evaluate("teamToCall", Map.of("cause", cause.name(), "databaseAway", databaseAway))
                    .getSingleEntry())
        .isEqualTo(team.name());
  }

  @ParameterizedTest
  @CsvSource({
    "CODE_DEPLOYMENT, ROLLBACK, critical, false, 1",
    "DATABASE_CONNECTIONS, RESTART, unknown, false, 1",
    "CODE_DEPLOYMENT, ROLLBACK, critical, true, 2",
    "RESOURCE_EXHAUSTION, MORE_CAPACITY, warning, true, 2",
    "RESOURCE_EXHAUSTION, UNDO, critical, true, 1",
    "RESOURCE_EXHAUSTION, TAKE_BACK, critical, true, 1"
  })
  void change_needsOneApproval_andTwoWhereTheSettingsAskForThem(
      Cause cause, Remedy change, String severity, boolean fourEyes, int approvals) {
    assertThat(
            ((Number)
                    evaluate(
                            "approvalsNeeded",
                            Map.of(
                                "cause",
                                cause.name(),
                                "remedy",
                                change.name(),
                                "severity",
                                severity,
                                "fourEyes",
                                fourEyes))
                        .getSingleEntry())
                .intValue())
        .isEqualTo(approvals);
  }

  @ParameterizedTest
  @CsvSource({
    "HANDED_OVER, 0, false, true",
    "RECOVERED, 5, true, true",
    "RECOVERED, 30, false, true",
    "RECOVERED, 29, false, false",
    "RECOVERED_BY_ITSELF, 3, false, false"
  })
  void incident_isSevere_whenItWasLongOrNeededMorePeople(
      Outcome outcome, int minutes, boolean escalated, boolean severe) {
    assertThat(
            (Boolean)
                evaluate(
                        "judgeSeverity",
                        Map.of(
                            "outcome",
                            outcome.name(),
                            "minutesToRecover",
                            minutes,
                            "escalated",
                            escalated))
                    .getSingleEntry())
        .isEqualTo(severe);
  }

  private DmnDecisionResult evaluate(String decision, Map<String, Object> variables) {
    return ENGINE.evaluateDecision(
        ENGINE.parseDecision(
            decision, Dmn.readModelFromFile(Runbook.SHARED.resolve(decision + ".dmn").toFile())),
        Variables.fromMap(variables));
  }

  private static DecisionTable table(String decision) {
    return (DecisionTable) DECISIONS.get(decision).getExpression();
  }

  private static Collection<Rule> rules(String decision) {
    return table(decision).getRules();
  }

  private static Set<String> allowed(String decision, String input) {
    Input found =
        table(decision).getInputs().stream()
            .filter(it -> it.getInputExpression().getText().getTextContent().equals(input))
            .findFirst()
            .orElseThrow();
    return words(found.getInputValues().getText().getTextContent()).collect(toSet());
  }

  private static Stream<String> words(String text) {
    return WORD.matcher(text).results().map((MatchResult it) -> it.group(1));
  }

  private static <E extends Enum<E>> Set<String> names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(toSet());
  }

  private static String camelCase(String word) {
    String capitalized =
        Arrays.stream(word.toLowerCase().split("_"))
            .map(it -> Character.toUpperCase(it.charAt(0)) + it.substring(1))
            .reduce("", String::concat);
    return Character.toLowerCase(capitalized.charAt(0)) + capitalized.substring(1);
  }
}
