package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.cluster.CpuThrottling.Count;
import com.dhakacart.runbook.incident.PodThrottling;
import org.junit.jupiter.api.Test;

class CpuThrottlingTest {

  @Test
  void bothCgroupVersions_areRead() {
    assertThat(CpuThrottling.count("usage_usec 1\nnr_periods 200\nnr_throttled 50\n"))
        .hasValue(new Count(200, 50));
    assertThat(CpuThrottling.count("nr_periods 7\nnr_throttled 3\nthrottled_time 99\n"))
        .hasValue(new Count(7, 3));
    assertThat(CpuThrottling.count("")).isEmpty();
  }

  @Test
  void twoReadings_giveTheShareBetweenThem() {
    assertThat(CpuThrottling.between("p", new Count(100, 90), new Count(200, 95)).of())
        .isEqualTo(new PodThrottling("p", 0.05));
  }

  @Test
  void secondReadingFailed_theShareSinceTheStartCounts() {
    assertThat(CpuThrottling.between("p", new Count(100, 90), null).of())
        .isEqualTo(new PodThrottling("p", 0.9));
  }

  @Test
  void containerIsIdle_itWasNotThrottled() {
    assertThat(CpuThrottling.between("p", new Count(100, 90), new Count(100, 90)).of())
        .isEqualTo(new PodThrottling("p", 0));
  }
}
