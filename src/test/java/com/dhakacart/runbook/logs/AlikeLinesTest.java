package com.dhakacart.runbook.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.logs.LogLineReader.Saying;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlikeLinesTest {

  private static final String FIRST =
      "{\"timestamp\":\"2026-11-23 23:06:10\",\"level\":\"error\",\"message\":\"Checkout failed\","
          + "\"correlationId\":\"c-1a2b\",\"pid\":17,\"took\":12.5,\"url\":\"/api/orders\","
          + "\"statusCode\":502,\"error\":\"pool is \\\"empty\\\"\"}";

  private final LogLineReader reader =
      new LogLineReader(SettingsOf.type(LogSettings.class, Map.of()), new ObjectMapper());
  private final AlikeLines before = new AlikeLines();

  @ParameterizedTest
  @ValueSource(strings = {"23:06:10=23:59:59", "c-1a2b=", "c-1a2b=d-9:{,}", "17=4", "12.5=3"})
  void lineThatDiffersInWhatIsNotRead_saysTheSame(String change) {
    Saying first = reader.read(FIRST, before);

    assertThat(before.said(changed(change))).containsSame(first);
    assertThat(reader.read(changed(change))).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Checkout=Payment",
        "error\",\"m=warn\",\"m",
        "orders=carts",
        "502=500",
        "empty=full",
        "c-1a2b=\\\",\\\"level\\\":\\\"info",
        "c-1a2b\"=c\",\"severity\":\"info\"",
        "17=null",
        "17={\"level\":\"info\"}",
        "\"error\":=\"err\":",
        "pid=pod",
        "}=,\"trace\":\"x\"}",
        "}=",
        "}=} x"
      })
  void anyOtherLine_isRead(String change) {
    reader.read(FIRST, before);

    assertThat(before.said(changed(change))).isEmpty();
    assertThat(reader.read(changed(change), before)).isEqualTo(reader.read(changed(change)));
  }

  @Test
  void quotationMarkInWhatIsNotRead_isNoEndOfIt() {
    String quoted = FIRST.replace("c-1a2b", "c \\\"1\\\"");
    Saying first = reader.read(quoted, before);

    for (String line : List.of(quoted, FIRST, FIRST.replace("c-1a2b", "\\\""))) {
      assertThat(reader.read(line, before)).isEqualTo(first);
      assertThat(reader.read(line.replace("Checkout", "Payment"), before)).isNotEqualTo(first);
    }
  }

  @Test
  void lineWithoutAMessage_isReadEachTime_sinceItSaysItsWholeText() {
    String line = "{\"level\":\"error\",\"pid\":17}";

    reader.read(line, before);

    assertThat(reader.read(line.replace("17", "18"), before).line().orElseThrow().message())
        .contains("18");
  }

  @Test
  void whicheverOfManyLinesCameBefore_eachSaysWhatItSaysAlone() {
    for (int place = 0; place < 100; place++) {
      String line = FIRST.replace("Checkout", "Step " + place % 20).replace("c-1a2b", "c-" + place);

      assertThat(reader.read(line, before)).isEqualTo(reader.read(line));
    }
  }

  private static String changed(String change) {
    String[] of = change.split("=", 2);
    assertThat(FIRST).contains(of[0]);
    return FIRST.replace(of[0], of[1]);
  }
}
