package com.dhakacart.runbook.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.faults.FaultyServer.Wrong;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomFaultsTest {

  private static final String PAGE = "paging: POST /pages";
  private static final String POD = "API server: GET /api/v1/pods";

  /** Enough for all ways, however late each of them comes. */
  private static final int OFTEN = 300;

  private static final int WAYS = 14;

  @Test
  void seed_repeatsWhichRequestsOfAKindGoWrong_andHow_whateverElseIsAskedMeanwhile() {
    RandomFaults one = working(7);
    List<Optional<Wrong>> dealt = dealt(one, PAGE);
    assertThat(dealt).anyMatch(Optional::isPresent).anyMatch(Optional::isEmpty);

    RandomFaults again = working(7);
    dealt(again, POD);
    assertThat(dealt(again, PAGE)).isEqualTo(dealt);
    assertThat(dealt(working(8), PAGE)).isNotEqualTo(dealt);
  }

  @Test
  void whatIsAskedOften_goesWrongInEachWay() {
    for (long seed = 0; seed < 100; seed++) {
      RandomFaults faults = working(seed);
      dealt(faults, PAGE);
      assertThat(faults.ways()).as("seed %d", seed).containsEntry(PAGE, WAYS);
    }
  }

  private static RandomFaults working(long seed) {
    RandomFaults faults = new RandomFaults(seed);
    faults.work(true);
    return faults;
  }

  private static List<Optional<Wrong>> dealt(RandomFaults faults, String kind) {
    return IntStream.range(0, OFTEN).mapToObj(it -> faults.ofHttp(kind)).toList();
  }
}
