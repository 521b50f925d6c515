package com.dhakacart.runbook.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Cause;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class ModelDefaultsTest {

  @Test
  void modelsFindThem_byTheNamesOfTheVariables() {
    try (var context = new AnnotationConfigApplicationContext(ModelDefaults.class)) {
      assertThat(context.getBean(IncidentVariables.CAUSE.name()))
          .isEqualTo(Cause.NONE_OF_THEM.name());
      assertThat(context.getBean(IncidentVariables.DRIFT.name())).isEqualTo("");
      assertThat(context.getBean(IncidentVariables.CHANGED_BY_HAND.name())).isEqualTo(false);
    }
  }
}
