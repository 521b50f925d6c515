package com.dhakacart.runbook.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.ProcessVariable;
import java.beans.Introspector;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;

/**
 * An incident goes on by the model that it was begun with, whatever is deployed meanwhile: the
 * names that the model of 24 November 2026 uses stay. A step that is drawn no more, and a variable
 * that is called otherwise now, are there for it.
 */
class OlderModelsTest {

  private static final String STEPS =
      """
      analyzeErrorPatterns assembleEvidence briefDecision callTeam checkAutoscaler checkDatabase
      checkDecision checkExternalDependencies checkPods checkRecentRelease checkResourceUsage
      checkRollout closeIncident completeReport degradeGracefully escalateFailedRecovery
      escalateSeveralServices escalateToSeniorEngineer escalateUnanswered fileTicket giveUpAsking
      judgeRecovery lookAgain measureBeforeAsking measureBeforeChange measureErrorRate
      measureImprovement noteObservations openIncident planDegradation planMoreCapacity planRestart
      planRollback planTakeBack prepareUndo raiseLimits rankCauses remindApprovers restartBackend
      reviewAnswers rollBackRelease scaleOut takeBackChange undoChange verifyFunctionality
      verifyServiceHealth watchErrorRate withdrawDecisions writeReport""";

  /** Those that a step writes; the others are answers, and what the model makes of them. */
  private static final String VARIABLES =
      """
      alertIsReal approvedByEnough askAgainAfter cause causeIsClear change changeMade changedByHand
      drift failsAgain giveUpAfter immediateActionsTime lookAgainSchedule measureEvery
      notImprovedSchedule outcome rateIsBack recoveryHeld recoveryTime remindSchedule rollout
      rolloutCheckEvery stillFailing takeBackPlanned unansweredQuestions whatChanged""";

  @Test
  void stepsOfAnOlderModel_areThere() {
    assertThat(
            new ClassPathScanningCandidateComponentProvider(true)
                .findCandidateComponents("com.dhakacart.runbook.delegates"))
        .extracting(BeanDefinition::getBeanClassName)
        .extracting(it -> Introspector.decapitalize(it.substring(it.lastIndexOf('.') + 1)))
        .contains(STEPS.split("\\s+"));
  }

  @Test
  void variablesOfAnOlderModel_areWritten_orAreSettings() throws ReflectiveOperationException {
    Set<String> written =
        Stream.of(Class.forName("com.dhakacart.runbook.process.ModelTimes").getDeclaredMethods())
            .map(Method::getName)
            .collect(Collectors.toCollection(HashSet::new));
    for (Field field : IncidentVariables.class.getFields()) {
      if (field.get(null) instanceof ProcessVariable<?> variable) {
        written.add(variable.name());
        variable.formerName().ifPresent(written::add);
      }
    }
    assertThat(written).contains(VARIABLES.split("\\s+"));
  }
}
