package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.process.IncidentVariables.INCIDENT;
import static com.dhakacart.runbook.process.IncidentVariables.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.IncidentAlreadyOpen;
import com.dhakacart.runbook.process.RunbookClocks;
import com.dhakacart.runbook.process.RunbookTables;
import com.dhakacart.runbook.process.intake.Workloads;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenIncidentTest {

  private static final Instant NOW = Instant.parse("2026-11-23T23:05:32Z");

  private final Workloads workloads = mock(Workloads.class);
  private final RunbookClocks clocks = mock(RunbookClocks.class);
  private final OpenIncident openIncident =
      new OpenIncident(
          new RunbookTables(Clock.fixed(NOW, ZoneOffset.UTC)).openings(), workloads, clocks);
  private final FakeStep step =
      new FakeStep().of("DhakaCartHighErrorRate", "DhakaCartHighErrorRate:1:42");

  @BeforeEach
  void oneWorkload() {
    when(workloads.of(any()))
        .thenReturn(
            new Workload("shop", "dhakacart", "dhakacart-backend", "backend", 5000, "shop"));
  }

  @Test
  void start_claimsTheService_namesTheProcess_andSetsTheClocks() {
    openIncident.execute(step.execution());
    assertThat(step.businessKey()).matches("[A-Za-z0-9-]+").startsWith("shop-20261123-230532-");
    assertThat(step.get(INCIDENT).key()).isEqualTo(step.businessKey());
    assertThat(step.get(INCIDENT).alertName()).isEqualTo("DhakaCartHighErrorRate");
    assertThat(step.get(SERVICE)).isEqualTo("shop");
    verify(clocks).set(any(), eq(NOW));
  }

  @Test
  void secondStartForTheService_isRefused_andNamesTheOpenIncident() {
    openIncident.execute(step.execution());
    assertThatExceptionOfType(IncidentAlreadyOpen.class)
        .isThrownBy(() -> openIncident.execute(step.execution()))
        .withMessageContaining(step.businessKey());
  }

  // The engine's ids have 64 characters: one that would be longer is a mere number, without key.
  @Test
  void longNameOfARunbook_isStillTheNameOfItsAlert() {
    step.of("DhakaCartPodsAreCrashLooping", "6f1b7c1e-c8a0-11f0-9f0a-0242ac110002");
    openIncident.execute(step.execution());
    assertThat(step.get(INCIDENT).alertName()).isEqualTo("DhakaCartPodsAreCrashLooping");
  }
}
