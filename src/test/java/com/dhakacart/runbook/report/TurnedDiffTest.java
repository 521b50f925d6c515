package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnedDiffTest {

  @Test
  void whatWasAdded_isRemoved_andStandsFirst() {
    assertThat(
            TurnedDiff.of(
                """
                --- before
                +++ after
                @@ -1,4 +1,5 @@ spec
                 containers:
                -  image: shop:2
                -  env: []
                +  image: shop:1
                 replicas: 3
                +paused: true
                @@ -9 +10 @@
                -a: 1
                """))
        .isEqualTo(
            """
            @@ -1,5 +1,4 @@ spec
             containers:
            -  image: shop:1
            +  image: shop:2
            +  env: []
             replicas: 3
            -paused: true
            @@ -10 +9 @@
            +a: 1""");
  }

  @Test
  void noDiff_isNone() {
    assertThat(TurnedDiff.of("")).isEmpty();
  }
}
