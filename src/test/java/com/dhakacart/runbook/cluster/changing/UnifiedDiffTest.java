package com.dhakacart.runbook.cluster.changing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

  @Test
  void equalTexts_giveNothing() {
    assertThat(UnifiedDiff.of("a", List.of("x"), "b", List.of("x"))).isEmpty();
  }

  @Test
  void oneLineChanged_isShownWithThreeLinesAround() {
    List<String> before = IntStream.rangeClosed(1, 9).mapToObj(String::valueOf).toList();
    List<String> after = before.stream().map(line -> line.equals("5") ? "five" : line).toList();

    assertThat(UnifiedDiff.of("a", before, "b", after))
        .isEqualTo(
            """
            --- a
            +++ b
            @@ -2,7 +2,7 @@
             2
             3
             4
            -5
            +five
             6
             7
             8
            """);
  }

  @Test
  void changesFarApart_areTwoHunks_andNearOnesAreOne() {
    List<String> before = IntStream.rangeClosed(1, 20).mapToObj(String::valueOf).toList();
    List<String> far =
        before.stream().filter(line -> !line.equals("2") && !line.equals("18")).toList();
    List<String> near =
        before.stream().filter(line -> !line.equals("2") && !line.equals("8")).toList();

    assertThat(UnifiedDiff.of("a", before, "b", far))
        .contains("@@ -1,5 +1,4 @@", "@@ -15,6 +14,5 @@");
    assertThat(UnifiedDiff.of("a", before, "b", near)).containsOnlyOnce("@@ -");
  }

  @Test
  void allIsNew_startsAtZero() {
    assertThat(UnifiedDiff.of("a", List.of(), "b", List.of("x")))
        .isEqualTo("--- a\n+++ b\n@@ -0,0 +1,1 @@\n+x\n");
  }
}
