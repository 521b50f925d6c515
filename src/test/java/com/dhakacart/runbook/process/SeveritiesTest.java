package com.dhakacart.runbook.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.FiringAlert;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code SeverityTest} has what rises in an incident. */
class SeveritiesTest {

  // Only "critical" counted, in small letters: whoever has words of their own was never escalated.
  @Test
  void orderOfOwnWords_alertsOfItsLastOneOfTwoServices_areSeveralServices() {
    Severities own =
        new Severities(
            mock(Incidents.class),
            SettingsOf.type(
                SeveritySettings.class, Map.of("runbook.severity.order", "sev3,sev2,sev1")));

    assertThat(severalServices(own, "sev1", "Sev1")).isTrue();
    assertThat(severalServices(own, "sev1", "sev2")).isFalse();
    assertThat(severalServices(own, "critical", "critical")).isFalse();
    assertThat(severalServices(own, null, null)).isFalse();
  }

  private static boolean severalServices(Severities severities, String one, String other) {
    return severities.severalServices(
        List.of(new FiringAlert("DhakaCartHighErrorRate", "dhakacart-backend", one, null)),
        List.of(new FiringAlert("DhakaCartDown", "dhakacart", other, null)));
  }
}
