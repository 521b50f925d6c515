package com.dhakacart.runbook.diagnosis;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.RankedCause;
import com.dhakacart.runbook.incident.RuleHit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The causes in the order of what speaks for them.
 *
 * @param causes best first
 * @param clear whether the first may be acted upon without asking which it is
 */
public record Ranking(List<RankedCause> causes, boolean clear) {

  /** Below this score there is too little evidence, however large the gap. */
  private static final int ENOUGH = 4;

  /** With a smaller lead over the second the evidence contradicts itself. */
  private static final int LEAD = 3;

  public Ranking {
    causes = List.copyOf(causes);
  }

  public static Ranking of(List<RuleHit> hits) {
    Map<Cause, List<RuleHit>> byCause =
        hits.stream().collect(Collectors.groupingBy(RuleHit::cause));
    Map<Cause, Integer> scores =
        Arrays.stream(Cause.values())
            .filter(cause -> cause != Cause.NONE_OF_THEM)
            .collect(
                Collectors.toMap(
                    cause -> cause,
                    cause ->
                        byCause.getOrDefault(cause, List.of()).stream()
                            .mapToInt(RuleHit::weight)
                            .sum()));
    List<RankedCause> ranked =
        scores.entrySet().stream()
            .map(
                it ->
                    new RankedCause(
                        it.getKey(),
                        it.getValue(),
                        confidence(it.getKey(), scores),
                        byCause.getOrDefault(it.getKey(), List.of())))
            .sorted(
                Comparator.comparingInt(RankedCause::score)
                    .reversed()
                    .thenComparing(RankedCause::cause))
            .toList();
    int first = ranked.get(0).score();
    int second = Math.max(0, ranked.get(1).score());
    return new Ranking(ranked, first >= ENOUGH && first - second >= LEAD);
  }

  /**
   * The gap to the best other cause, over the cause's own score; 0 for one that nothing supports.
   */
  private static double confidence(Cause cause, Map<Cause, Integer> scores) {
    int own = scores.get(cause);
    int best =
        scores.entrySet().stream()
            .filter(it -> it.getKey() != cause)
            .mapToInt(Map.Entry::getValue)
            .max()
            .orElse(0);
    double gap = own <= 0 ? 0 : (double) (own - Math.max(0, best)) / Math.max(own, ENOUGH);
    return Math.round(100 * Math.max(0, gap)) / 100.0;
  }
}
