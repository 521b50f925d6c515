package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchesTest {

  private static final String OBJECT =
      "{'metadata':{'annotations':{'a':'1'}},'spec':{'replicas':2,'containers':["
          + "{'name':'backend','limits':{'cpu':'500m','memory':'1Gi'}},{'name':'proxy'}]}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/merge-patch+json | {'spec':{'replicas':6}}",
        "application/merge-patch+json | {'metadata':{'annotations':{'a':null,'b':'2'}}}",
        "application/merge-patch+json | {'metadata':{'labels':{'x':'y'}}}",
        "application/merge-patch+json | {'spec':{'containers':[{'name':'other'}]}}",
        "application/strategic-merge-patch+json |"
            + " {'spec':{'containers':[{'name':'backend','limits':{'cpu':'1'}}]}}",
        "application/strategic-merge-patch+json | {'spec':{'containers':[{'name':'third'}]}}",
        "application/json-patch+json |"
            + " [{'op':'replace','path':'/spec/replicas','value':6},"
            + "{'op':'add','path':'/spec/paused','value':true}]"
      })
  void patchAndItsInverse_giveBackWhatWas(String mediaType, String patch) {
    JsonNode object = json(OBJECT);

    JsonNode undo = Patches.inverse(object, mediaType, json(patch));
    JsonNode changed = Patches.applied(object, mediaType, json(patch));

    assertThat(changed).isNotEqualTo(object);
    assertThat(withoutEmpty(Patches.applied(changed, mediaType, undo))).isEqualTo(object);
  }

  @Test
  void inverse_holdsOnlyTheFieldsThatThePatchTouches() {
    assertThat(
            Patches.inverse(
                json(OBJECT),
                Patches.STRATEGIC,
                json("{'spec':{'containers':[{'name':'backend','limits':{'cpu':'1'}}]}}")))
        .isEqualTo(json("{'spec':{'containers':[{'name':'backend','limits':{'cpu':'500m'}}]}}"));
  }

  @Test
  void strategicPatch_leavesTheOtherContainersAlone() {
    JsonNode changed =
        Patches.applied(
            json(OBJECT),
            Patches.STRATEGIC,
            json("{'spec':{'containers':[{'name':'backend','limits':{'cpu':'1'}}]}}"));

    assertThat(changed.at("/spec/containers"))
        .isEqualTo(
            json("[{'name':'backend','limits':{'cpu':'1','memory':'1Gi'}},{'name':'proxy'}]"));
  }

  @Test
  void bound_saysWhichVersionItHoldsFor() {
    assertThat(
            Patches.boundTo("7", Patches.MERGE, json("{'spec':{'replicas':6}}"), "mark/it", "now"))
        .isEqualTo(
            json(
                "{'spec':{'replicas':6},'metadata':{'resourceVersion':'7',"
                    + "'annotations':{'mark/it':'now'}}}"));
    assertThat(Patches.boundTo("7", Patches.JSON_PATCH, json("[]"), "mark/it", "now"))
        .isEqualTo(
            json(
                "[{'op':'test','path':'/metadata/resourceVersion','value':'7'},"
                    + "{'op':'add','path':'/metadata/annotations/mark~1it','value':'now'}]"));
  }

  /** Kubernetes takes an empty map for none. */
  private static JsonNode withoutEmpty(JsonNode object) {
    return json(object.toString().replace(",\"labels\":{}", "").replace('"', '\''));
  }

  private static JsonNode json(String text) {
    return Patches.parse(text.replace('\'', '"'));
  }
}
