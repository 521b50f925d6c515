package com.dhakacart.runbook.delegates.remediation.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.fixtures.SettingsOf;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an incident would find too late. */
@ExtendWith(OutputCaptureExtension.class)
class RemediationSettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"memmory", "gpu", "requests"})
  void resourceThatNoContainerHas_stopsTheStart(String resource) {
    assertThatThrownBy(() -> limit(resource, "1Gi"))
        .hasStackTraceContaining(
            "runbook.remediation.limits." + resource + " limits nothing; a container has cpu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1GB", "lots", "", "1 Gi", "1Gi!", "0", "-1Gi", "Gi"})
  void noQuantity_stopsTheStart(String quantity) {
    assertThatThrownBy(() -> limit("memory", quantity))
        .hasStackTraceContaining("runbook.remediation.limits.memory is " + quantity)
        .hasStackTraceContaining("which is no quantity such as 1Gi or 1000m");
  }

  @ParameterizedTest
  @CsvSource({
    "memory, 1024, write 1Gi for a GiB",
    "memory, 500k, write 1Gi for a GiB",
    "cpu, 1000, write 1000m for a core"
  })
  void quantityThatCannotBeMeant_isNamed(
      String resource, String quantity, String said, CapturedOutput output) {
    new LimitsCheck(limit(resource, quantity)).afterSingletonsInstantiated();

    assertThat(output)
        .contains("runbook.remediation.limits.%s is %s in ".formatted(resource, quantity), said);
  }

  @ParameterizedTest
  @CsvSource({
    "memory, 1Gi",
    "memory, 2e9",
    "memory, 1073741824",
    "cpu, 1000m",
    "cpu, 1.5",
    "cpu, 64"
  })
  void quantityThatCanBeMeant_isTaken(String resource, String quantity, CapturedOutput output) {
    new LimitsCheck(limit(resource, quantity)).afterSingletonsInstantiated();

    assertThat(output).isEmpty();
  }

  @Test
  void nothingSet_theRunbooksLimitsAreTaken(CapturedOutput output) {
    RemediationSettings settings = SettingsOf.type(RemediationSettings.class, Map.of());
    new LimitsCheck(settings).afterSingletonsInstantiated();

    assertThat(settings.limits())
        .containsOnly(Map.entry("memory", "1Gi"), Map.entry("cpu", "1000m"));
    assertThat(output).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1]", "data: {a: b}", "7"})
  void patchThatIsNone_stopsTheStart(String patch) {
    assertThatThrownBy(() -> degradation(patch))
        .hasStackTraceContaining("runbook.remediation.degradation.patch is no JSON object");
  }

  @Test
  void patch_isTakenAsItIs() {
    assertThat(degradation("{\"data\": {\"A\": null}}").degradation().patch())
        .isEqualTo("{\"data\": {\"A\": null}}");
  }

  private static RemediationSettings limit(String resource, String quantity) {
    return SettingsOf.type(
        RemediationSettings.class, Map.of("runbook.remediation.limits." + resource, quantity));
  }

  private static RemediationSettings degradation(String patch) {
    String prefix = "runbook.remediation.degradation.";
    return SettingsOf.type(
        RemediationSettings.class,
        Map.of(
            prefix + "description", "no payments",
            prefix + "resource", "configmaps",
            prefix + "name", "switches",
            prefix + "patch", patch));
  }
}
