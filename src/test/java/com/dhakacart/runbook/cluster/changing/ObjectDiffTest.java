package com.dhakacart.runbook.cluster.changing;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.cluster.Patches;
import org.junit.jupiter.api.Test;

class ObjectDiffTest {

  @Test
  void secretsInTheEnvironment_areNotShown_butThatTheyChangedIs() {
    String diff = ObjectDiff.of("d", Patches.parse(with("old")), Patches.parse(with("new")));

    assertThat(diff)
        .doesNotContain("old")
        .doesNotContain("new")
        .contains("-          value: \"(hidden)\"")
        .contains("+          value: \"(hidden, changed)\"");
  }

  @Test
  void whatKubernetesWritesItself_isNoDifference() {
    String before = "{\"metadata\":{\"resourceVersion\":\"1\"},\"status\":{\"a\":1},\"spec\":{}}";
    String after = "{\"metadata\":{\"resourceVersion\":\"2\"},\"status\":{\"a\":2},\"spec\":{}}";

    assertThat(ObjectDiff.of("d", Patches.parse(before), Patches.parse(after))).isEmpty();
  }

  private static String with(String password) {
    return """
        {"spec":{"template":{"spec":{"containers":[{"name":"backend","env":[
        {"name":"MODE","value":"x"},{"name":"DB_PASSWORD","value":"%s"}]}]}}}}
        """
        .formatted(password);
  }
}
