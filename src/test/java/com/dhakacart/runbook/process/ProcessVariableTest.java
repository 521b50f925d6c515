package com.dhakacart.runbook.process;

import static com.dhakacart.runbook.process.IncidentVariables.CAUSE_BEFORE;
import static com.dhakacart.runbook.process.IncidentVariables.REMEDY;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Remedy;
import org.junit.jupiter.api.Test;

/** A variable that older versions called otherwise, whose incidents go on by their own model. */
class ProcessVariableTest {

  private final FakeStep step = new FakeStep();

  @Test
  void incidentOfAnOlderVersion_isReadByTheFormerName() {
    step.with("rankedCause", "CODE_DEPLOYMENT");
    assertThat(step.get(CAUSE_BEFORE)).isEqualTo(Cause.CODE_DEPLOYMENT);
  }

  @Test
  void incidentOfAnOlderVersion_isToldByBothNames_sinceItsModelAsksForTheFormer() {
    step.with("change", "NONE").with(REMEDY, Remedy.ROLLBACK);
    assertThat(step.variables().get("change").getValue()).isEqualTo("ROLLBACK");
    assertThat(step.variables().get("remedy").getValue()).isEqualTo("ROLLBACK");
  }

  @Test
  void incidentOfThisVersion_hasTheOneName() {
    step.with(REMEDY, Remedy.ROLLBACK);
    assertThat(step.variables()).containsOnlyKeys("remedy");
  }

  @Test
  void newName_countsWhereBothAreSet() {
    step.with("rankedCause", "CODE_DEPLOYMENT").with("causeBefore", "EXTERNAL_SERVICE");
    assertThat(step.get(CAUSE_BEFORE)).isEqualTo(Cause.EXTERNAL_SERVICE);
  }
}
