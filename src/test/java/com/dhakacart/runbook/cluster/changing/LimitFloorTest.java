package com.dhakacart.runbook.cluster.changing;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.cluster.Patches;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class LimitFloorTest {

  @Test
  void limitThatIsHigherNow_isKept() {
    JsonNode then = backend("{'limits':{'memory':'512Mi','cpu':'1'}}");
    LimitFloor floor = LimitFloor.of(backend("{'limits':{'memory':'1Gi','cpu':'500m'}}"), then);

    assertThat(floor.isEmpty()).isFalse();
    assertThat(floor.in(then)).isEqualTo(backend("{'limits':{'memory':'1Gi','cpu':'1'}}"));
  }

  @Test
  void noLimitNow_isHigherThanAnyLimit_andTheRequestStays() {
    JsonNode then = backend("{'limits':{'memory':'64Gi','cpu':'1'},'requests':{'memory':'1Gi'}}");
    LimitFloor floor = LimitFloor.of(backend("{'limits':{'cpu':'500m'}}"), then);

    assertThat(floor.isEmpty()).isFalse();
    assertThat(floor.in(then))
        .isEqualTo(backend("{'limits':{'cpu':'1'},'requests':{'memory':'1Gi'}}"));
  }

  @Test
  void noLimitsAtAllNow_noEmptyMapIsLeft_asKubernetesKeepsNone() {
    JsonNode then = backend("{'limits':{'memory':'512Mi','cpu':'1'}}");

    assertThat(LimitFloor.of(backend("{}"), then).in(then)).isEqualTo(backend("{}"));
  }

  @Test
  void noLimitThen_isNothingToKeep() {
    JsonNode then = backend("{'requests':{'memory':'1Gi'}}");
    LimitFloor floor = LimitFloor.of(backend("{'limits':{'memory':'1Gi'}}"), then);

    assertThat(floor.isEmpty()).isTrue();
    assertThat(floor.in(then)).isEqualTo(then);
  }

  @Test
  void deviceOrHugePagesThen_stay_sinceWithoutALimitThereAreNone() {
    JsonNode then = backend("{'limits':{'nvidia.com/gpu':'1','hugepages-2Mi':'4Mi'}}");
    LimitFloor floor = LimitFloor.of(backend("{}"), then);

    assertThat(floor.isEmpty()).isTrue();
    assertThat(floor.in(then)).isEqualTo(then);
  }

  @Test
  void containerOfOneTemplateOnly_isNotConcerned() {
    JsonNode then = template("backend", "{'limits':{'memory':'512Mi'}}");

    assertThat(LimitFloor.of(template("proxy", "{'limits':{'memory':'1Gi'}}"), then).isEmpty())
        .isTrue();
    assertThat(LimitFloor.of(template("proxy", "{}"), then).isEmpty()).isTrue();
  }

  private static JsonNode backend(String resources) {
    return template("backend", resources);
  }

  private static JsonNode template(String container, String resources) {
    return Patches.parse(
        "{'spec':{'containers':[{'name':'%s','resources':%s}]}}"
            .formatted(container, resources)
            .replace('\'', '"'));
  }
}
