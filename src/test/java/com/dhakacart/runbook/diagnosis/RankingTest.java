package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.incident.Cause.CODE_DEPLOYMENT;
import static com.dhakacart.runbook.incident.Cause.DATABASE_CONNECTIONS;
import static com.dhakacart.runbook.incident.Cause.NONE_OF_THEM;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.RankedCause;
import com.dhakacart.runbook.incident.RuleHit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankingTest {

  @ParameterizedTest
  @CsvSource({
    "4, 0, true, enough and far ahead",
    "3, 0, false, too little evidence however large the gap",
    "7, 4, true, three ahead",
    "7, 5, false, two ahead: the evidence contradicts itself",
    "4, -6, true, what speaks against the second does not help the first",
    "3, -6, false, what speaks against the second does not help the first"
  })
  void first_isClear_whenEnoughSpeaksForIt_andLittleForAnother(
      int first, int second, boolean clear, String why) {
    Ranking ranking =
        Ranking.of(List.of(hit(CODE_DEPLOYMENT, first), hit(DATABASE_CONNECTIONS, second)));
    assertThat(ranking.causes().get(0).cause()).isEqualTo(CODE_DEPLOYMENT);
    assertThat(ranking.clear()).as(why).isEqualTo(clear);
  }

  @Test
  void weights_areAddedUp_forAndAgainst() {
    Ranking ranking =
        Ranking.of(
            List.of(hit(CODE_DEPLOYMENT, 5), hit(CODE_DEPLOYMENT, 3), hit(CODE_DEPLOYMENT, -6)));
    assertThat(ranking.causes().get(0).score()).isEqualTo(2);
    assertThat(ranking.causes().get(0).rules()).hasSize(3);
    assertThat(ranking.clear()).isFalse();
  }

  @Test
  void everyCauseIsRanked_butNoneOfThem() {
    assertThat(Ranking.of(List.of()).causes())
        .extracting(RankedCause::cause)
        .containsExactlyElementsOf(
            Stream.of(Cause.values()).filter(it -> it != NONE_OF_THEM).toList());
  }

  @Test
  void confidence_isTheGapToTheBestOther_andNeverNegative() {
    List<RankedCause> causes =
        Ranking.of(List.of(hit(CODE_DEPLOYMENT, 10), hit(DATABASE_CONNECTIONS, 5))).causes();
    assertThat(causes.get(0).confidence()).isEqualTo(0.5);
    assertThat(causes)
        .allSatisfy(it -> assertThat(it.confidence()).isBetween(0.0, 1.0))
        .filteredOn(it -> it.score() <= 0)
        .allMatch(it -> it.confidence() == 0);
  }

  private static RuleHit hit(Cause cause, int weight) {
    return new RuleHit("OBSERVATION", cause, weight, "A reason.", "detail");
  }
}
