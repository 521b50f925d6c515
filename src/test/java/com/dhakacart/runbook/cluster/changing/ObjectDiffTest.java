package com.dhakacart.runbook.cluster.changing;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.cluster.Patches;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'initContainers':[{'name':'migrate','env':[{'name':'DB_PASSWORD','value':'%s'}]}]}",
        "{'ephemeralContainers':[{'name':'debug','env':[{'name':'API_TOKEN','value':'%s'}]}]}",
        "{'containers':[{'name':'b','args':['--db-password=%s']}]}",
        "{'containers':[{'name':'b','args':['--db-password','%s']}]}",
        "{'containers':[{'name':'b','command':['sh','-c','export API_KEY=%s; exec node .']}]}",
        "{'containers':[{'name':'b','args':['--database','postgres://user:%s@db:5432/shop']}]}",
        "{'containers':[{'name':'b','env':[{'name':'PEER','value':'amqp://user:%s@mq/'}]}]}",
        "{'containers':[{'name':'b','livenessProbe':{'httpGet':{'httpHeaders':[{'name':'Authorization','value':'%s'}]}}}]}",
        "{'metadata':{'annotations':{'vendor.example/api-key':'%s'}}}",
        "{'metadata':{'annotations':{'vendor.example/config':'level: info, token: %s'}}}"
      })
  void secretsWhereverTheyStand_areNotShown_butThatTheyChangedIs(String template) {
    String spec = "{'spec':{'template':{'spec':%s}}}".formatted(template).replace('\'', '"');

    String diff =
        ObjectDiff.of(
            "d",
            Patches.parse(spec.formatted("hunter2-1")),
            Patches.parse(spec.formatted("hunter2-2")));

    assertThat(diff).doesNotContain("hunter2").contains("(hidden, changed)");
  }

  /** What refers to a secret says where it is, and is read to see what a change does. */
  @Test
  void whatRefersToASecret_isShown() {
    String after =
        """
        {"spec":{"template":{"spec":{"containers":[{"name":"b","args":["--password=$(DB_PASSWORD)"],
        "image":"shop/token-service:v2",
        "env":[{"name":"DB_PASSWORD","valueFrom":{"secretKeyRef":{"name":"db","key":"password"}}}],
        "volumeMounts":[{"name":"token","mountPath":"/run/token"}]}]}}}}""";

    assertThat(ObjectDiff.of("d", Patches.parse("{\"spec\":{}}"), Patches.parse(after)))
        .contains(
            "token-service:v2",
            "--password=$(DB_PASSWORD)",
            "name: \"db\"",
            "key: \"password\"",
            "/run/token")
        .doesNotContain("hidden");
  }

  @Test
  void lineThatChanges_isShownWithThreeLinesAround_andTheRestIsNot() {
    assertThat(ObjectDiff.of("d", numbered("2", "7"), numbered("two", "7")))
        .isEqualTo(
            """
            --- d (before the change)
            +++ d (after the change)
            @@ -1,6 +1,6 @@
             spec:
               a: "1"
            -  b: "2"
            +  b: "two"
               c: "3"
               d: "4"
               e: "5"
            """);
  }

  @Test
  void changesNearEachOther_areOneHunk_andChangesFarApartAreTwo() {
    assertThat(ObjectDiff.of("d", numbered("2", "7"), numbered("two", "seven")))
        .containsOnlyOnce("@@ -1,11 +1,11 @@");
    assertThat(ObjectDiff.of("d", numbered("2", "15"), numbered("two", "fifteen")))
        .contains("@@ -1,6 +1,6 @@", "@@ -13,7 +13,7 @@");
  }

  @Test
  void linesThatAreAdded_areCounted() {
    assertThat(ObjectDiff.of("d", Patches.parse("{\"a\":1}"), Patches.parse("{\"a\":1,\"b\":2}")))
        .endsWith("@@ -1,1 +1,2 @@\n a: 1\n+b: 2\n");
  }

  @Test
  void whatKubernetesWritesItself_isNoDifference() {
    String before = "{\"metadata\":{\"resourceVersion\":\"1\"},\"status\":{\"a\":1},\"spec\":{}}";
    String after = "{\"metadata\":{\"resourceVersion\":\"2\"},\"status\":{\"a\":2},\"spec\":{}}";

    assertThat(ObjectDiff.of("d", Patches.parse(before), Patches.parse(after))).isEmpty();
  }

  /** A line a field; the second and the other one are as told. */
  private static JsonNode numbered(String second, String other) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    ObjectNode spec = object.putObject("spec");
    for (int i = 1; i <= 18; i++) {
      spec.put(String.valueOf((char) ('a' + i - 1)), String.valueOf(i));
    }
    spec.put("b", second);
    spec.put(other.startsWith("seven") || other.equals("7") ? "g" : "o", other);
    return object;
  }

  private static String with(String password) {
    return """
        {"spec":{"template":{"spec":{"containers":[{"name":"backend","env":[
        {"name":"MODE","value":"x"},{"name":"DB_PASSWORD","value":"%s"}]}]}}}}
        """
        .formatted(password);
  }
}
