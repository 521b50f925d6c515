package com.dhakacart.runbook.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Remedy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApprovalSettingsTest {

  @Test
  void restartNeedsTwo_soDoesTheProbeItBeginsWith() {
    ApprovalSettings settings =
        SettingsOf.type(ApprovalSettings.class, Map.of("runbook.approval.four-eyes", "RESTART"));

    assertThat(settings.needsTwo(Remedy.RESTART)).isTrue();
    assertThat(settings.needsTwo(Remedy.PROBE)).isTrue();
    assertThat(settings.needsTwo(Remedy.ROLLBACK)).isFalse();
  }
}
