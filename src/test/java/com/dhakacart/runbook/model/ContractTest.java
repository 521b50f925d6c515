package com.dhakacart.runbook.model;

import static com.dhakacart.runbook.model.Runbook.condition;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.ProbeState;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.process.Groups;
import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.OpenDecisions;
import com.dhakacart.runbook.process.RunbookContract;
import com.dhakacart.runbook.walks.ModelCoverage;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.model.bpmn.instance.Association;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.IntermediateThrowEvent;
import org.camunda.bpm.model.bpmn.instance.LinkEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TextAnnotation;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** Holds the models and the classes together, both ways. */
class ContractTest {

  /** The column of a table that weighs. */
  private static final int CAUSE = 1;

  private static final Pattern BEAN = Pattern.compile("\\$\\{(\\w+)}");

  /** Steps that only think: everything that they do is undone with their transaction. */
  private static final Set<String> PURE =
      Set.of(
          "serviceTask_openIncident",
          "serviceTask_reviewAnswers",
          "serviceTask_assembleEvidence",
          "serviceTask_noteObservations",
          "serviceTask_rankCauses",
          "serviceTask_judgeRecovery",
          // asks, and so do the plans before it: a transaction of its own would cost a person time
          "serviceTask_measureBeforeAsking");

  private static final Set<String> ERROR_CODES =
      Stream.of(RunbookContract.ERRORS_OF_STEPS, RunbookContract.ERRORS_OF_MODELS)
          .flatMap(Set::stream)
          .collect(toSet());

  /** What nobody needs to decide any more when the alert is over. */
  private static final Set<String> UNTIL_THE_ALERT_IS_OVER =
      Set.of(
          RunbookContract.CHOOSE_CAUSE,
          RunbookContract.APPROVE_CHANGE,
          RunbookContract.DECIDE_NEXT_STEP,
          RunbookContract.CHANGE_BY_HAND);

  /** What the words in the model's conditions come from. */
  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "cause", words(Cause.class),
          "remedy", words(Remedy.class),
          "rollout", words(RolloutStatus.State.class),
          "probe", words(ProbeState.class),
          "whatChanged", words(IncidentVariables.WhatChanged.class),
          "outcome", words(Outcome.class));

  /** Who may decide, as the outer contract says. */
  private static final Map<String, String> GROUPS =
      Map.of(
          RunbookContract.CHOOSE_CAUSE, Groups.ON_CALL,
          RunbookContract.APPROVE_CHANGE, Groups.ON_CALL,
          RunbookContract.DECIDE_NEXT_STEP, Groups.SENIOR_ENGINEERS + "," + Groups.ON_CALL,
          RunbookContract.CHANGE_BY_HAND, Groups.ON_CALL,
          RunbookContract.RECORD_ROOT_CAUSE, Groups.ON_CALL,
          RunbookContract.APPROVE_TAKE_BACK, Groups.ON_CALL,
          RunbookContract.SCHEDULE_POST_MORTEM, Groups.SENIOR_ENGINEERS,
          RunbookContract.IMPROVE_RUNBOOK, Groups.ON_CALL);

  // ---- one name in its forms

  @EachRunbook
  void everyServiceTask_hasOneStep_withTheSameNameInAllForms(Runbook runbook) {
    Map<String, Class<?>> steps = steps(JavaDelegate.class);
    assertThat(runbook.all(ServiceTask.class))
        .isNotEmpty()
        .allSatisfy(
            task -> {
              String name = inOneWord(task.getName());
              assertThat(task.getId())
                  .as(
                      "%s is named \"%s\": let id and name say the same",
                      task.getId(), task.getName())
                  .isEqualTo("serviceTask_" + decapitalized(name));
              assertThat(task.getCamundaDelegateExpression())
                  .as("%s: set its delegate expression", task.getId())
                  .isEqualTo("${%s}".formatted(decapitalized(name)));
              assertThat(steps)
                  .as(
                      "%s: write delegates/com/dhakacart/runbook/delegates/<phase>/%s.java, a"
                          + " package-private @Component that implements JavaDelegate",
                      task.getId(), name)
                  .containsKey(name);
            });
  }

  @Test
  void everyStep_isUsedByTheModel() {
    Set<String> used =
        everywhere(ServiceTask.class)
            .map(ServiceTask::getCamundaDelegateExpression)
            .map(ContractTest::bean)
            .collect(toSet());
    assertThat(beans(JavaDelegate.class))
        .as(
            "draw serviceTask_<name> for each step that the model does not use, or delete its class")
        .containsExactlyInAnyOrderElementsOf(used);
  }

  @Test
  void everyTaskListener_isUsedByTheModel() {
    Set<String> used =
        everywhere(CamundaTaskListener.class)
            .map(CamundaTaskListener::getCamundaDelegateExpression)
            .map(ContractTest::bean)
            .collect(toSet());
    assertThat(beans(TaskListener.class))
        .as("use each listener in the model, or delete its class")
        .containsExactlyInAnyOrderElementsOf(used);
  }

  // ---- transactions

  @EachRunbook
  void everyStepWithAnEffectOutside_beginsWithAStoredState(Runbook runbook) {
    Set<String> sync =
        runbook.all(ServiceTask.class).stream()
            .filter(it -> !it.isCamundaAsyncBefore())
            .map(BaseElement::getId)
            .collect(toSet());
    assertThat(sync)
        .as(
            "repeating a step must not repeat the steps before it: give it camunda:asyncBefore, or"
                + " add it to PURE here when it does nothing outside its transaction but ask")
        .isSubsetOf(PURE);
    assertThat(ids(runbook.all(ServiceTask.class), it -> PURE.contains(it.getId())))
        .as("the steps of PURE are part of what is done before them")
        .isSubsetOf(sync);
  }

  @EachRunbook
  void looksBesideEachOther_runAtTheSameTime_andMeetInAStoredState(Runbook runbook) {
    List<ServiceTask> besides =
        runbook.all(ParallelGateway.class).stream()
            .flatMap(fork -> fork.getSucceedingNodes().list().stream())
            .filter(ServiceTask.class::isInstance)
            .map(ServiceTask.class::cast)
            .filter(
                it ->
                    it.getSucceedingNodes().list().stream()
                        .allMatch(ParallelGateway.class::isInstance))
            .toList();
    assertThat(besides).isNotEmpty();
    assertThat(ids(besides, ServiceTask::isCamundaExclusive))
        .as(
            "looks between two parallel gateways run one after another: give each camunda:exclusive=\"false\"")
        .isEmpty();
    assertThat(
            ids(
                runbook.all(ServiceTask.class),
                it -> !it.isCamundaExclusive() && !besides.contains(it)))
        .as(
            "steps that change something must not run at the same time: remove camunda:exclusive=\"false\"")
        .isEmpty();
    assertThat(
            ids(
                runbook.all(ParallelGateway.class),
                it ->
                    it.getIncoming().size() > 1
                        && !(it.isCamundaAsyncBefore() && it.isCamundaExclusive())))
        .as(
            "branches that end together collide at the join: give it camunda:asyncBefore, and leave it exclusive")
        .isEmpty();
  }

  @EachRunbook
  void whatAPersonAnswered_isStored_beforeTheNextStepRuns(Runbook runbook) {
    assertThat(ids(runbook.all(UserTask.class), it -> !it.isCamundaAsyncAfter()))
        .as("a failing next step would undo the answer: give the task camunda:asyncAfter")
        .isEmpty();
  }

  // ---- people

  @EachRunbook
  void userTasks_areThoseOfTheOuterContract_withTheirGroupsAndForms(Runbook runbook) {
    Map<String, String> groups = new TreeMap<>();
    runbook
        .all(UserTask.class)
        .forEach(it -> groups.put(it.getId(), it.getCamundaCandidateGroups()));
    assertThat(groups)
        .as(
            "set camunda:candidateGroups as the outer contract says; a new task goes into RunbookContract and GROUPS here")
        .isNotEmpty()
        .allSatisfy((task, who) -> assertThat(who).as(task).isEqualTo(GROUPS.get(task)));
    assertThat(runbook.all(UserTask.class))
        .allSatisfy(
            task -> {
              String name = decapitalized(inOneWord(task.getName()));
              assertThat(task.getId())
                  .as(
                      "%s is named \"%s\": let id and name say the same",
                      task.getId(), task.getName())
                  .isEqualTo("userTask_" + name);
              assertThat(task.getCamundaFormRef())
                  .as("%s: set camunda:formRef", task.getId())
                  .isEqualTo(name);
              assertThat(task.getCamundaFormRefBinding())
                  .as(
                      "%s: set camunda:formRefBinding, so that a running incident keeps the form it"
                          + " was drawn with",
                      task.getId())
                  .isEqualTo("deployment");
              assertThat(Runbook.SHARED.resolve(name + ".form"))
                  .as("%s: draw its form", task.getId())
                  .exists();
            });
  }

  @EachRunbook
  void userTasks_sayWhatIsAsked(Runbook runbook) {
    assertThat(runbook.all(UserTask.class))
        .allSatisfy(
            task ->
                assertThat(task.getDocumentations())
                    .as(
                        "%s: say what is asked in one <bpmn:documentation>, which begins its form, its page and its description",
                        task.getId())
                    .singleElement()
                    .satisfies(it -> assertThat(it.getTextContent()).matches("(?s)[A-Z].*[.?]")));
  }

  @EachRunbook
  void userTasks_areBriefedAtTheirCreation_andCheckedAtTheirCompletion(Runbook runbook) {
    assertThat(runbook.all(UserTask.class))
        .allSatisfy(
            task ->
                assertThat(
                        task.getExtensionElements()
                            .getElementsQuery()
                            .filterByType(CamundaTaskListener.class)
                            .list())
                    .extracting(
                        CamundaTaskListener::getCamundaEvent,
                        CamundaTaskListener::getCamundaDelegateExpression)
                    .as("%s: add the two task listeners that every decision has", task.getId())
                    .containsExactly(
                        tuple("create", "${briefDecision}"),
                        tuple("complete", "${checkDecision}")));
  }

  @Test
  void userTasksAndTheirForms_areOneContract_whichSomeRunbookUses() {
    assertThat(everywhere(UserTask.class).map(UserTask::getId))
        .as("remove from RunbookContract what no runbook asks any more")
        .containsAll(RunbookContract.USER_TASKS);
    assertThat(GROUPS.keySet()).isEqualTo(RunbookContract.USER_TASKS);
    assertThat(Runbook.HIGH_ERROR_RATE.files(".form"))
        .extracting(it -> "userTask_" + it.getFileName().toString().replace(".form", ""))
        .as("delete each form that no task names")
        .containsExactlyInAnyOrderElementsOf(RunbookContract.USER_TASKS);
  }

  @EachRunbook
  void runbook_beginsWithTheAlert(Runbook runbook) {
    assertThat(runbook.all(StartEvent.class))
        .filteredOn(it -> it.getParentElement() instanceof Process)
        .as("what begins otherwise is no runbook: no alert starts it, and no person")
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getId()).isEqualTo(RunbookContract.ALERT_FIRED);
              assertThat(it.getEventDefinitions()).isEmpty();
              assertThat(it.getSucceedingNodes().singleResult().getId())
                  .as("the first step claims the service, in the transaction of the start")
                  .isEqualTo("serviceTask_openIncident");
            });
  }

  @EachRunbook
  void theEndOfTheAlert_reachesOpenDecisionsOnly(Runbook runbook) {
    assertThat(runbook.all(Message.class))
        .extracting(Message::getName)
        .containsExactly(OpenDecisions.ALERT_OVER);
    Set<String> listening =
        runbook.all(MessageEventDefinition.class).stream()
            .map(it -> (BoundaryEvent) it.getParentElement())
            .peek(it -> assertThat(it.cancelActivity()).isTrue())
            .map(it -> it.getAttachedTo().getId())
            .collect(toSet());
    assertThat(ids(runbook.all(UserTask.class), it -> UNTIL_THE_ALERT_IS_OVER.contains(it.getId())))
        .as("a step that runs would be done twice or leave no trace")
        .containsExactlyInAnyOrderElementsOf(listening);
  }

  // ---- decisions, errors, calls, lives

  @EachRunbook
  void decisionsThatTheModelNames_exist_inTheSameDeployment(Runbook runbook) {
    assertThat(runbook.all(BusinessRuleTask.class))
        .isNotEmpty()
        .allSatisfy(
            task -> {
              assertThat(task.getId())
                  .as("%s: let it be named like its decision", task.getId())
                  .isEqualTo("businessRuleTask_" + task.getCamundaDecisionRef());
              assertThat(task.getCamundaDecisionRefBinding())
                  .as("%s: set camunda:decisionRefBinding", task.getId())
                  .isEqualTo("deployment");
              assertThat(runbook.decisions())
                  .as("%s: write its decision table", task.getId())
                  .containsKey(task.getCamundaDecisionRef());
            });
  }

  @EachRunbook
  void errorCodesOfTheModel_areThoseOfTheContract_andEachIsCaught(Runbook runbook) {
    Set<String> declared =
        runbook.all(Error.class).stream().map(Error::getErrorCode).collect(toSet());
    assertThat(declared)
        .as("a code of steps or of models goes into RunbookContract")
        .isSubsetOf(ERROR_CODES);
    assertThat(
            runbook.all(ErrorEventDefinition.class).stream()
                .filter(it -> it.getParentElement() instanceof CatchEvent)
                .map(it -> it.getError().getErrorCode())
                .collect(toSet()))
        .as("an error that nobody draws ends in a log: draw it on the border of the step")
        .isEqualTo(declared);
    assertThat(
            runbook.all(ErrorEventDefinition.class).stream()
                .filter(it -> it.getParentElement() instanceof EndEvent)
                .map(it -> it.getError().getErrorCode()))
        .as("what steps throw, no model throws")
        .isSubsetOf(RunbookContract.ERRORS_OF_MODELS);
  }

  @Test
  void everyErrorCodeOfTheContract_isDrawnInSomeRunbook() {
    assertThat(everywhere(Error.class).map(Error::getErrorCode)).containsAll(ERROR_CODES);
  }

  /** Where the database was not asked, a restart of all pods may make it worse. */
  @EachRunbook
  void modelThatPlansARestart_canRestartOnePodFirst(Runbook runbook) {
    assertThat(
            Stream.of("serviceTask_planRestart", RunbookContract.START_PROBE)
                .map(runbook.model()::<ServiceTask>getModelElementById)
                .filter(Objects::nonNull)
                .count())
        .as("draw serviceTask_planRestart and the probe, or neither of them")
        .isNotEqualTo(1);
  }

  @EachRunbook
  void everyStepThatMakesAChange_standsWhereRefusedAndDriftedAreDrawn(Runbook runbook) {
    List<ServiceTask> makers =
        steps(JavaDelegate.class).entrySet().stream()
            .filter(it -> it.getValue().getPackageName().contains(".remediation."))
            .filter(
                it ->
                    Arrays.stream(it.getValue().getDeclaredFields())
                        .anyMatch(
                            field -> field.getType().getSimpleName().equals("ApprovedChanges")))
            .map(it -> "serviceTask_" + decapitalized(it.getKey()))
            .map(it -> (ServiceTask) runbook.model().getModelElementById(it))
            .filter(Objects::nonNull)
            .toList();
    assertThat(makers)
        .isNotEmpty()
        .allSatisfy(
            task ->
                assertThat(errorsCaughtAround(runbook, task))
                    .as("%s: draw both on its border or around it", task.getId())
                    .containsAll(RunbookContract.ERRORS_OF_STEPS));
  }

  @EachRunbook
  void calledProcesses_exist(Runbook runbook) {
    assertThat(runbook.all(CallActivity.class))
        .allSatisfy(
            call ->
                assertThat(Runbook.SHARED)
                    .isDirectoryRecursivelyContaining(
                        "glob:**/%s.bpmn".formatted(call.getCalledElement())));
  }

  @EachRunbook
  void processAndDecisions_sayHowLongTheirHistoryLives(Runbook runbook) {
    Process process = runbook.all(Process.class).iterator().next();
    assertThat(process.getId()).isEqualTo(runbook.key());
    assertThat(process.isExecutable()).isTrue();
    assertThat(process.getCamundaHistoryTimeToLiveString()).isEqualTo("P180D");
    assertThat(runbook.decisions().values())
        .isNotEmpty()
        .allSatisfy(
            it ->
                assertThat(it.getCamundaHistoryTimeToLiveString())
                    .as("decision %s: set camunda:historyTimeToLive", it.getId())
                    .isEqualTo("P180D"));
  }

  // ---- the grammar of the picture

  @EachRunbook
  void ids_areUnique_andSayWhatTheyAre(Runbook runbook) {
    Map<Class<? extends BaseElement>, String> grammar =
        Map.ofEntries(
            Map.entry(StartEvent.class, "startEvent"),
            Map.entry(EndEvent.class, "endEvent"),
            Map.entry(BoundaryEvent.class, "event"),
            Map.entry(IntermediateCatchEvent.class, "event"),
            Map.entry(IntermediateThrowEvent.class, "event"),
            Map.entry(ServiceTask.class, "serviceTask"),
            Map.entry(UserTask.class, "userTask"),
            Map.entry(BusinessRuleTask.class, "businessRuleTask"),
            Map.entry(SubProcess.class, "subProcess"),
            Map.entry(Gateway.class, "gateway"),
            Map.entry(SequenceFlow.class, "flow"),
            Map.entry(TextAnnotation.class, "annotation"),
            Map.entry(Association.class, "association"),
            Map.entry(EventDefinition.class, "(timer|link|errorDefinition|messageDefinition)"),
            Map.entry(Message.class, "message"),
            Map.entry(Error.class, "error"));
    grammar.forEach(
        (type, prefix) ->
            assertThat(runbook.all(type))
                .extracting(BaseElement::getId)
                .as("rename each so that its id says what it is")
                .allSatisfy(id -> assertThat(id).matches(prefix + "_[a-z][A-Za-z0-9]*")));
    assertThat(
            ids(
                runbook.all(FlowNode.class),
                node -> grammar.keySet().stream().noneMatch(type -> type.isInstance(node))))
        .as("every kind of element has its form of id: add the kind to the grammar here")
        .isEmpty();

    assertThat(runbook.all(BaseElement.class))
        .extracting(BaseElement::getId)
        .filteredOn(Objects::nonNull)
        .doesNotHaveDuplicates();
  }

  @EachRunbook
  void splits_areQuestions_andTheirWaysAreAnswers(Runbook runbook) {
    List<ExclusiveGateway> splits =
        runbook.all(ExclusiveGateway.class).stream()
            .filter(it -> it.getOutgoing().size() > 1)
            .toList();
    assertThat(splits)
        .isNotEmpty()
        .allSatisfy(
            split -> {
              assertThat(split.getName())
                  .as("%s: name it with a question", split.getId())
                  .endsWith("?");
              assertThat(split.getDefault())
                  .as("%s: say which way is its default", split.getId())
                  .isNotNull();
              assertThat(split.getOutgoing())
                  .allSatisfy(
                      way -> {
                        assertThat(way.getName())
                            .as("%s: name it with an answer", way.getId())
                            .isNotBlank();
                        assertThat(condition(way).isEmpty())
                            .as("%s: a condition on all ways but the default", way.getId())
                            .isEqualTo(way.equals(split.getDefault()));
                      });
            });
    assertThat(
            ids(
                runbook.all(Gateway.class),
                it -> it.getOutgoing().size() == 1 && it.getName() != null))
        .as("what only brings ways together asks nothing: remove its name")
        .isEmpty();
  }

  /**
   * Only such gateways may be reached by several flows that exclude each other, and ask as well: a
   * parallel one would wait for a flow that never comes.
   */
  @EachRunbook
  void parallelGateways_splitOrJoin_andWaitForNothingThatExcludesEachOther(Runbook runbook) {
    assertThat(runbook.all(ParallelGateway.class))
        .isNotEmpty()
        .allSatisfy(
            it ->
                assertThat(Math.min(it.getIncoming().size(), it.getOutgoing().size()))
                    .as("%s splits and joins at once", it.getId())
                    .isEqualTo(1));
    List<ParallelGateway> joins =
        runbook.all(ParallelGateway.class).stream()
            .filter(it -> it.getIncoming().size() > 1)
            .toList();
    assertThat(joins)
        .isNotEmpty()
        .allSatisfy(
            join ->
                assertThat(join.getPreviousNodes().list())
                    .as("each flow into %s comes from a branch of its own", join.getId())
                    .hasSameSizeAs(join.getIncoming())
                    .noneMatch(
                        it -> it instanceof ExclusiveGateway way && way.getOutgoing().size() > 1));
  }

  @EachRunbook
  void gatewaysAndEventsAndSteps_haveNames(Runbook runbook) {
    assertThat(runbook.all(FlowNode.class))
        .filteredOn(it -> !(it instanceof Gateway))
        .allSatisfy(it -> assertThat(it.getName()).as("%s: name it", it.getId()).isNotBlank());
  }

  @EachRunbook
  void wordsInConditions_areWordsThatStepsWrite(Runbook runbook) {
    Pattern comparison = Pattern.compile("(\\w+) [!=]= '(\\w+)'");
    for (SequenceFlow way : runbook.all(SequenceFlow.class)) {
      Matcher found = comparison.matcher(condition(way));
      while (found.find()) {
        if (WORDS.containsKey(found.group(1))) {
          assertThat(WORDS.get(found.group(1)))
              .as("%s: compare with a word that a step writes", way.getId())
              .contains(found.group(2));
        } else {
          // answers of people: AnswersContractTest
          assertThat(found.group(1))
              .as("%s: add what its words come from to WORDS here", way.getId())
              .isIn("decision", "takeBackDecision");
        }
      }
    }
  }

  @EachRunbook
  void everyCauseThatIsWeighed_hasItsWay_andSoHasNoneOfThem(Runbook runbook) {
    ExclusiveGateway whichCause = runbook.model().getModelElementById("gateway_whichCause");
    Map<String, String> ways =
        whichCause.getOutgoing().stream()
            .collect(
                Collectors.toMap(
                    way ->
                        way.equals(whichCause.getDefault())
                            ? Cause.NONE_OF_THEM.name()
                            : condition(way).replaceAll("\\$\\{cause == '(\\w+)'}", "$1"),
                    SequenceFlow::getName));
    Set<String> causes = weighed(runbook);
    causes.add(Cause.NONE_OF_THEM.name());
    assertThat(ways.keySet()).isEqualTo(causes);
    ways.forEach((cause, name) -> assertThat(name).isEqualTo(Cause.valueOf(cause).title()));
  }

  @EachRunbook
  void arrowsByName_areCaughtOnce_whereTheyAreThrown(Runbook runbook) {
    Function<LinkEventDefinition, String> place =
        it ->
            it.getName()
                + " in "
                + ((BaseElement) it.getParentElement().getParentElement()).getId();
    Map<Boolean, List<String>> links =
        runbook.all(LinkEventDefinition.class).stream()
            .collect(
                Collectors.partitioningBy(
                    it -> it.getParentElement() instanceof IntermediateCatchEvent,
                    Collectors.mapping(place, Collectors.toList())));
    assertThat(links.get(true)).doesNotHaveDuplicates().hasSameElementsAs(links.get(false));
  }

  @EachRunbook
  void expressions_areJuelAndFeel_andNothingOfTheOldNamespace(Runbook runbook) {
    for (String ending : List.of(".bpmn", ".dmn", ".form")) {
      assertThat(runbook.files(ending))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(file)
                      .content()
                      .doesNotContain("javax.", "camunda:class=", "scriptFormat"));
    }
  }

  // ---- its tests

  @Test
  void everyRunbookOfTheProduct_hasPathTests_thatMustPassAllOfIt() {
    assertThat(ModelCoverage.PATHS.keySet())
        .as("write the path tests of each runbook, and name them in ModelCoverage")
        .containsExactlyInAnyOrderElementsOf(
            Runbook.ofTheProduct().stream().map(Runbook::key).toList());
    assertThat(ModelCoverage.PATHS.values()).doesNotContain(List.of());
  }

  // ---- words of the tests

  private static <T extends ModelElementInstance> Stream<T> everywhere(Class<T> type) {
    return Runbook.all().stream().flatMap(it -> it.all(type).stream());
  }

  private static <T extends BaseElement> List<String> ids(
      Collection<T> elements, Predicate<T> which) {
    return elements.stream().filter(which).map(BaseElement::getId).toList();
  }

  /** The causes that the runbook's own table speaks for or against. */
  private static Set<String> weighed(Runbook runbook) {
    Set<String> causes = new TreeSet<>();
    runbook.decisions().values().stream()
        .filter(it -> it.getId().startsWith("weigh"))
        .flatMap(it -> ((DecisionTable) it.getExpression()).getRules().stream())
        .map(it -> List.copyOf(it.getOutputEntries()).get(CAUSE).getTextContent())
        .forEach(it -> causes.add(it.trim().replace("\"", "")));
    return causes;
  }

  private static Set<String> errorsCaughtAround(Runbook runbook, FlowNode node) {
    Set<String> caught = new TreeSet<>();
    for (BaseElement at = node; at instanceof FlowNode; at = (BaseElement) at.getParentElement()) {
      String here = at.getId();
      runbook.all(BoundaryEvent.class).stream()
          .filter(it -> it.getAttachedTo().getId().equals(here))
          .flatMap(it -> it.getEventDefinitions().stream())
          .filter(ErrorEventDefinition.class::isInstance)
          .map(it -> ((ErrorEventDefinition) it).getError().getErrorCode())
          .forEach(caught::add);
      // what is caught by a sub-process inside, for all that is beside it
      at.getChildElementsByType(SubProcess.class).stream()
          .filter(SubProcess::triggeredByEvent)
          .flatMap(it -> it.getChildElementsByType(StartEvent.class).stream())
          .flatMap(it -> it.getEventDefinitions().stream())
          .filter(ErrorEventDefinition.class::isInstance)
          .map(it -> ((ErrorEventDefinition) it).getError().getErrorCode())
          .forEach(caught::add);
    }
    return caught;
  }

  private static Set<String> beans(Class<?> kind) {
    return steps(kind).keySet().stream().map(ContractTest::decapitalized).collect(toSet());
  }

  /** The components of the kind in delegates; two of one name would be a failure here. */
  private static Map<String, Class<?>> steps(Class<?> kind) {
    var scanner = new ClassPathScanningCandidateComponentProvider(true);
    scanner.addExcludeFilter(
        (type, factory) -> !new AssignableTypeFilter(kind).match(type, factory));
    Collection<BeanDefinition> found =
        scanner.findCandidateComponents("com.dhakacart.runbook.delegates");
    return found.stream()
        .map(it -> classOf(it.getBeanClassName()))
        .collect(Collectors.toMap(Class::getSimpleName, it -> it));
  }

  private static Class<?> classOf(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String bean(String expression) {
    Matcher bean = BEAN.matcher(expression);
    assertThat(bean.matches()).as(expression).isTrue();
    return bean.group(1);
  }

  /** "Plan take-back" is PlanTakeBack. */
  private static String inOneWord(String name) {
    return Arrays.stream(name.split("[^A-Za-z0-9]+"))
        .map(it -> Character.toUpperCase(it.charAt(0)) + it.substring(1))
        .collect(Collectors.joining());
  }

  private static String decapitalized(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static <E extends Enum<E>> Set<String> words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(toSet());
  }
}
