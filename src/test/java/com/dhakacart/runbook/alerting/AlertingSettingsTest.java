package com.dhakacart.runbook.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

@ExtendWith(OutputCaptureExtension.class)
class AlertingSettingsTest {

  private static final DataSize MEGABYTE = DataSize.ofMegabytes(1);

  @Test
  void printed_keepsTheTokenToItself() {
    assertThat(new AlertingSettings("secret", MEGABYTE)).asString().doesNotContain("secret");
  }

  @Test
  void limitThatLetsNothingThrough_stopsTheStart() {
    assertThatThrownBy(() -> new AlertingSettings("", DataSize.ofBytes(0)))
        .hasMessageContaining("set it between 1KB and 100MB");
  }

  @Test
  void noTokenConfigured_everyoneIsLetInWithAWarning(CapturedOutput output) {
    BearerToken token = new BearerToken(new AlertingSettings(" ", MEGABYTE));

    assertThat(token.isIn(null)).isTrue();
    assertThat(output).contains("WARN").contains("set runbook.alerting.token");
  }

  @Test
  void tokenConfigured_onlyItsBearerIsLetIn(CapturedOutput output) {
    BearerToken token = new BearerToken(new AlertingSettings("secret", MEGABYTE));

    assertThat(token.isIn("bearer secret")).isTrue();
    assertThat(token.isIn(null)).isFalse();
    assertThat(output).doesNotContain("WARN").doesNotContain("secret");
  }
}
