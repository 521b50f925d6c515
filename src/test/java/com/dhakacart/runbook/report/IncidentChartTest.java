package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IncidentChartTest {

  @Test
  void twoChangesInOneSecond_areOneMark() {
    String one = new IncidentChart(BadRelease.closed(), LocalTimes.UTC).svg().orElseThrow();
    String two =
        new IncidentChart(BadRelease.changedTwiceInASecond(), LocalTimes.UTC).svg().orElseThrow();
    assertThat(one).contains("changed 23:06:21");
    assertThat(two).isEqualTo(one);
  }
}
