package com.dhakacart.runbook.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.diagnosis.Backtest.Rule;
import com.dhakacart.runbook.diagnosis.Backtest.Verdict;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.RuleHit;
import com.dhakacart.runbook.model.Runbook;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Judges every recorded incident in {@code src/test/resources/incidents}, and prints what was
 * right, what is left to a person, what would do harm, and which rules decide nothing: of real
 * incidents first, and apart from those that were made of them.
 */
class BacktestTest {

  private static final Backtest REAL = new Backtest(RecordedFiles.real());
  private static final Backtest MADE_UP = new Backtest(RecordedFiles.madeUp());
  private static final Backtest BACKTEST = new Backtest(RecordedFiles.all());

  @AfterAll
  static void print() {
    System.out.println("\nReal incidents\n\n" + REAL.table());
    System.out.println("\nMade of them\n\n" + MADE_UP.table() + "\n");
    System.out.println("Rules that no incident meets:\n" + listed(BACKTEST.neverHit(rules())));
    System.out.println(
        "Rules that hit and decide nothing:\n" + listed(BACKTEST.neverDecide(rules())) + "\n");
    System.out.println("What still fools it:\n" + fooled() + "\n");
  }

  /** Of those of which it is known: the cause alone heals nothing. */
  @Test
  void mostRealIncidents_getARemedyThatHeals() {
    List<Verdict> known =
        REAL.verdicts().values().stream().filter(it -> it.rightRemedy().isPresent()).toList();
    assertThat(known).hasSizeGreaterThanOrEqualTo(8);
    assertThat(share(known, it -> it.rightRemedy().orElseThrow())).isGreaterThanOrEqualTo(0.75);
  }

  /** Seven were recorded at first; each export of an incident is one more. */
  @Test
  void everyRealIncident_isRight_andLeftToAPersonWhereNothingIsWrong() {
    assertThat(REAL.verdicts()).hasSizeGreaterThanOrEqualTo(7);
    assertThat(REAL.verdicts())
        .allSatisfy(
            (name, it) -> {
              assertThat(it.rightFirst()).as("%s: %s", name, it.ranking().causes()).isTrue();
              assertThat(it.harmful()).as(name).isFalse();
              assertThat(it.cureRefused()).as("%s: %s", name, it.reasonsAgainst()).isFalse();
            });
  }

  /** The database, asked, sees the sessions of the leak waiting for the backend. */
  @Test
  void releaseThatKeepsItsConnections_isClear_andRolledBack() {
    Verdict leak = REAL.verdicts().get("real-leak-release");
    assertThat(leak.unknown()).isFalse();
    assertThat(leak.first()).isEqualTo(Cause.CODE_DEPLOYMENT);
    assertThat(leak.rightRemedy()).contains(true);
  }

  /** Its pods carry the labels of the service, and are not the service's. */
  @Test
  void canaryOfSomebodyElseDies_noCauseIsClear() {
    assertThat(MADE_UP.verdicts().get("field-canary").unknown()).isTrue();
  }

  /** Its address is the pod's own: no database is away, and what dies is not what would grow. */
  @Test
  void proxyBesideTheBackendDies_itIsNoDatabase_andAPersonDecides() {
    Verdict sidecar = MADE_UP.verdicts().get("field-sidecar");
    assertThat(sidecar.first()).isEqualTo(Cause.RESOURCE_EXHAUSTION);
    assertThat(sidecar.unknown()).isTrue();
    assertThat(sidecar.ranking().causes().get(0).rules())
        .extracting(RuleHit::detail)
        .anyMatch(it -> it.contains("db-proxy"));
  }

  /** Without exception: what cannot be told apart is probed. */
  @Test
  void nothingHarmful_isProposed() {
    assertThat(BACKTEST.verdicts())
        .allSatisfy(
            (name, it) -> {
              assertThat(it.incident().harmful())
                  .as("%s: %s", name, it.ranking().causes())
                  .doesNotContain(it.proposed());
            });
  }

  @Test
  void noIncidentIsClear_andWrong() {
    assertThat(BACKTEST.verdicts())
        .allSatisfy(
            (name, it) ->
                assertThat(it.clearAndWrong()).as("%s: %s", name, it.ranking().causes()).isFalse());
  }

  /**
   * Falls below these only where a change of the tables makes the judgement worse. What only one
   * source tells of is counted apart: it often is too little, and then must be called so.
   */
  @Test
  void mostMadeUpIncidents_areRight() {
    List<Verdict> seen =
        MADE_UP.verdicts().entrySet().stream()
            .filter(it -> !it.getKey().contains("-only-"))
            .map(Map.Entry::getValue)
            .toList();
    assertThat(seen).hasSizeGreaterThanOrEqualTo(100);
    assertThat(share(seen, Verdict::rightFirst)).isGreaterThanOrEqualTo(0.90);
    assertThat(share(seen, Verdict::rightInTheFirstTwo)).isGreaterThanOrEqualTo(0.95);
    assertThat(share(seen, Verdict::unknown)).isLessThanOrEqualTo(0.35);
  }

  /** A rule without which every recorded incident is judged the same is one nobody can check. */
  @Test
  void everyRule_decidesAnIncident() {
    assertThat(BACKTEST.neverHit(rules())).isEmpty();
    assertThat(BACKTEST.neverDecide(rules())).isEmpty();
  }

  private static double share(List<Verdict> of, Predicate<Verdict> matching) {
    return (double) of.stream().filter(matching).count() / of.size();
  }

  private static String listed(List<Rule> rules) {
    return rules.isEmpty()
        ? "  none"
        : rules.stream().map(it -> "  " + it.id()).collect(Collectors.joining("\n"));
  }

  private static String fooled() {
    String fooled =
        BACKTEST.verdicts().entrySet().stream()
            .filter(
                it ->
                    !it.getValue().rightFirst()
                        || it.getValue().harmful()
                        || it.getValue().clearAndWrong())
            .map(it -> "  %s: %s".formatted(it.getKey(), it.getValue().incident().description()))
            .collect(Collectors.joining("\n"));
    return fooled.isEmpty() ? "  nothing recorded" : fooled;
  }

  private static List<Rule> rules() {
    DecisionTable table =
        (DecisionTable)
            Runbook.HIGH_ERROR_RATE.decisions().get("weighObservations").getExpression();
    return table.getRules().stream()
        .map(
            rule ->
                new Rule(
                    rule.getId(),
                    Cause.valueOf(
                        List.copyOf(rule.getOutputEntries())
                            .get(1)
                            .getTextContent()
                            .trim()
                            .replace("\"", "")),
                    rule.getDescription().getTextContent()))
        .toList();
  }
}
