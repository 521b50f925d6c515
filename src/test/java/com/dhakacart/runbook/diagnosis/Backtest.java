package com.dhakacart.runbook.diagnosis;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.RecordedIncident;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RuleHit;
import com.dhakacart.runbook.process.RealTables;
import com.dhakacart.runbook.process.ledger.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the real observations, the real decision tables and the real ranking make of recorded
 * incidents. A proposal is judged before the cluster's own word: what the tables let through
 * counts, though the cluster might refuse it still.
 */
public final class Backtest {

  private final Map<String, Verdict> verdicts = new TreeMap<>();

  Backtest(Map<String, RecordedIncident> incidents) {
    incidents.forEach((name, it) -> verdicts.put(name, judge(it)));
  }

  /**
   * What was made of one incident.
   *
   * @param proposed {@code NONE} where no cause is clear, or where its remedy would do harm
   */
  public record Verdict(
      RecordedIncident incident,
      List<Observation> observed,
      List<RuleHit> hits,
      Ranking ranking,
      Remedy proposed,
      List<String> reasonsAgainst) {

    public Cause first() {
      return ranking.causes().get(0).cause();
    }

    Cause second() {
      return ranking.causes().get(1).cause();
    }

    /** Where no cause is right, a clear one is wrong. */
    boolean rightFirst() {
      return incident.cause() == Cause.NONE_OF_THEM
          ? !ranking.clear()
          : first() == incident.cause() && ranking.causes().get(0).score() > 0;
    }

    boolean rightInTheFirstTwo() {
      return rightFirst() || (second() == incident.cause() && ranking.causes().get(1).score() > 0);
    }

    boolean unknown() {
      return !ranking.clear();
    }

    /** Somebody would be led to act on the wrong cause. */
    boolean clearAndWrong() {
      return ranking.clear() && first() != incident.cause();
    }

    boolean harmful() {
      return incident.harmful().contains(proposed);
    }

    /** Whether what is proposed would have healed; empty where nobody has said what would. */
    Optional<Boolean> rightRemedy() {
      return Optional.ofNullable(incident.remedy()).map(it -> heals(proposed, it));
    }

    /** A probe goes on to the whole restart where that heals. */
    private static boolean heals(Remedy remedy, List<Remedy> right) {
      return right.contains(remedy) || (remedy == Remedy.PROBE && right.contains(Remedy.RESTART));
    }

    /** A cure that was right for this very incident, and was refused. */
    boolean cureRefused() {
      return incident.remedy() != null
          && !heals(proposed, incident.remedy())
          && ranking.clear()
          && heals(remedy(first(), incident), incident.remedy());
    }

    int lead() {
      return ranking.causes().get(0).score() - Math.max(0, ranking.causes().get(1).score());
    }

    private String decision() {
      return ranking.clear() + " " + first() + " " + proposed;
    }
  }

  Map<String, Verdict> verdicts() {
    return verdicts;
  }

  /** As the product would judge it now. */
  public static Verdict judge(RecordedIncident incident) {
    List<Observation> observed = Observations.in(incident.evidence(), incident.circumstances());
    List<RuleHit> hits = hits(observed);
    return verdict(incident, observed, hits);
  }

  private static Verdict verdict(
      RecordedIncident incident, List<Observation> observed, List<RuleHit> hits) {
    Ranking ranking = Ranking.of(hits);
    Remedy remedy =
        ranking.clear() ? remedy(ranking.causes().get(0).cause(), incident) : Remedy.NONE;
    List<String> harm =
        remedy == Remedy.NONE ? List.of() : Ledger.harm().reasonsAgainst(remedy, observed);
    return new Verdict(
        incident, observed, hits, ranking, harm.isEmpty() ? remedy : Remedy.NONE, harm);
  }

  private static List<RuleHit> hits(List<Observation> observed) {
    Map<String, String> details = new LinkedHashMap<>();
    observed.forEach(it -> details.put(it.kind().name(), it.detail()));
    return RealTables.evaluate(
            "weighObservations", Map.of("observations", List.copyOf(details.keySet())))
        .getResultList()
        .stream()
        .map(
            rule ->
                new RuleHit(
                    (String) rule.get("observation"),
                    Cause.valueOf((String) rule.get("cause")),
                    ((Number) rule.get("weight")).intValue(),
                    (String) rule.get("reason"),
                    details.getOrDefault((String) rule.get("observation"), "")))
        .toList();
  }

  /**
   * As the model parts its ways. An outside service is only degraded where the settings say how.
   */
  private static Remedy remedy(Cause cause, RecordedIncident incident) {
    return switch (cause) {
      case DATABASE_CONNECTIONS -> isAsked(incident) ? Remedy.RESTART : Remedy.PROBE;
      case RESOURCE_EXHAUSTION -> Remedy.MORE_CAPACITY;
      case CODE_DEPLOYMENT -> Remedy.ROLLBACK;
      case EXTERNAL_SERVICE, NONE_OF_THEM -> Remedy.NONE;
    };
  }

  /** One pod first, where the database did not say who waits for whom. */
  private static boolean isAsked(RecordedIncident incident) {
    return incident
        .evidence()
        .known(EvidencePart.DATABASE_ACTIVITY)
        .filter(it -> it.access() == DatabaseActivity.Access.ACCEPTS)
        .isPresent();
  }

  // ---- the rules

  /** A rule of the table, by the sentence and the cause that it has for itself. */
  record Rule(String id, Cause cause, String reason) {

    private boolean made(RuleHit hit) {
      return hit.cause() == cause && hit.reason().equals(reason);
    }
  }

  /** Rules that no recorded incident meets. */
  List<Rule> neverHit(List<Rule> rules) {
    return rules.stream()
        .filter(
            rule ->
                verdicts.values().stream().flatMap(it -> it.hits().stream()).noneMatch(rule::made))
        .toList();
  }

  /** Rules that hit, and without which every incident would be judged the same. */
  List<Rule> neverDecide(List<Rule> rules) {
    List<Rule> idle = new ArrayList<>();
    for (Rule rule : rules) {
      boolean hits =
          verdicts.values().stream().flatMap(it -> it.hits().stream()).anyMatch(rule::made);
      if (hits && verdicts.values().stream().noneMatch(it -> decides(rule, it))) {
        idle.add(rule);
      }
    }
    return idle;
  }

  private static boolean decides(Rule rule, Verdict verdict) {
    List<RuleHit> without = verdict.hits().stream().filter(it -> !rule.made(it)).toList();
    return without.size() < verdict.hits().size()
        && !verdict(verdict.incident(), verdict.observed(), without)
            .decision()
            .equals(verdict.decision());
  }

  // ---- the table

  long count(java.util.function.Predicate<Verdict> matching) {
    return verdicts.values().stream().filter(matching).count();
  }

  String table() {
    List<String> lines = new ArrayList<>();
    String row = "%-58s %-21s %-21s %-21s %4s  %-14s %-23s %-6s %s";
    lines.add(
        row.formatted(
            "incident",
            "right cause",
            "first",
            "second",
            "lead",
            "proposed",
            "right remedy",
            "cured",
            "verdict"));
    verdicts.forEach(
        (name, it) ->
            lines.add(
                row.formatted(
                        name,
                        it.incident().cause(),
                        ranked(it, 0),
                        ranked(it, 1),
                        it.lead(),
                        it.proposed(),
                        it.incident().remedy() == null ? "" : join(it.incident().remedy()),
                        it.rightRemedy().map(right -> right ? "right" : "no").orElse(""),
                        words(it))
                    .stripTrailing()));
    lines.add("");
    lines.add("%d incidents".formatted(verdicts.size()));
    lines.add("  right first            %3d".formatted(count(Verdict::rightFirst)));
    lines.add("  right in the first two %3d".formatted(count(Verdict::rightInTheFirstTwo)));
    lines.add(
        "  right remedy           %3d of %d of which it is known"
            .formatted(
                count(it -> it.rightRemedy().orElse(false)),
                count(it -> it.rightRemedy().isPresent())));
    lines.add("  cures refused          %3d".formatted(count(Verdict::cureRefused)));
    lines.add("  unknown: a person asks %3d".formatted(count(Verdict::unknown)));
    lines.add("  clear and wrong        %3d".formatted(count(Verdict::clearAndWrong)));
    lines.add("  harmful                %3d".formatted(count(Verdict::harmful)));
    return String.join("\n", lines);
  }

  private static String join(List<Remedy> remedies) {
    return remedies.stream().map(Remedy::name).collect(Collectors.joining("/"));
  }

  private static String ranked(Verdict verdict, int place) {
    var cause = verdict.ranking().causes().get(place);
    return cause.cause() + " " + cause.score();
  }

  private static String words(Verdict it) {
    return Stream.of(
            Optional.of(it.rightFirst() ? "right" : it.rightInTheFirstTwo() ? "second" : "missed"),
            it.unknown() ? Optional.of("unknown") : Optional.<String>empty(),
            it.clearAndWrong() ? Optional.of("CLEAR AND WRONG") : Optional.<String>empty(),
            it.cureRefused() ? Optional.of("CURE REFUSED") : Optional.<String>empty(),
            it.harmful() ? Optional.of("HARMFUL") : Optional.<String>empty(),
            it.reasonsAgainst().isEmpty()
                ? Optional.<String>empty()
                : Optional.of("nothing proposed: " + it.reasonsAgainst().get(0).split("[:.]")[0]))
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }
}
