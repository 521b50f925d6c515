package com.dhakacart.runbook.alerting;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class AlertingSettingsTest {

  @Test
  void limitThatLetsNothingThrough_stopsTheStart() {
    assertThatThrownBy(() -> new AlertingSettings(DataSize.ofBytes(0)))
        .hasMessageContaining("set it between 1KB and 100MB");
  }
}
