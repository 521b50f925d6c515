package com.dhakacart.runbook.process;

import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.model.Runbook;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.model.dmn.Dmn;

/** The runbook's own decision tables, without an engine around them. */
public final class RealTables {

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  private RealTables() {}

  public static DmnDecisionTableResult evaluate(String decision, Map<String, Object> variables) {
    return ENGINE.evaluateDecisionTable(
        ENGINE.parseDecision(
            decision,
            Dmn.readModelFromFile(Runbook.HIGH_ERROR_RATE.file(decision + ".dmn").toFile())),
        variables);
  }

  /** Evaluates them as the engine does. */
  public static DecisionService decisions() {
    DecisionService decisions = mock(DecisionService.class);
    when(decisions.evaluateDecisionTableByKey(anyString(), anyMap()))
        .thenAnswer(it -> evaluate(it.getArgument(0), it.getArgument(1)));
    return decisions;
  }
}
