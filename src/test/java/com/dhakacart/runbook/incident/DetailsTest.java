package com.dhakacart.runbook.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetailsTest {

  @ParameterizedTest
  @CsvSource({
    "1, pod 1, pod 1",
    "2, pod 1 · pod 2, pod 1; and 1 more",
    "3, pod 1 · pod 2 · pod 3, pod 1; and 2 more",
    "10, pod 1 · pod 2 · pod 3 · and 7 more, pod 1; and 9 more"
  })
  void threeAreShown_oneStandsForAll_andAllAreCounted(int pods, String shown, String briefly) {
    String details = Details.of(IntStream.rangeClosed(1, pods).mapToObj(it -> "pod " + it));

    assertThat(details).isEqualTo(shown);
    assertThat(Details.briefly(details)).isEqualTo(briefly);
  }

  /** What changed stood behind it, and was counted as one more. */
  @ParameterizedTest
  @CsvSource({"'the release before runs the same image; what changed: env DATABASE_URL'"})
  void sentenceWithASemicolon_isOne(String sentence) {
    assertThat(Details.briefly(sentence)).isEqualTo(sentence);
  }
}
