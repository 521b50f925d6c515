package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.report.BadRelease.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.RankedCause;
import com.dhakacart.runbook.incident.RuleHit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class PlainTaskBriefingsTest {

  private static final double LIMIT = BadRelease.THRESHOLD;

  /** Four parts of the evidence that people read as one. */
  private static final int LOOKS_AT_THE_LOG = 4;

  private final TaskBriefings briefings = new PlainTaskBriefings();

  @Test
  void nothingSeenYet_saysWhatItIs_andForTheFormSinceWhen() {
    assertThat(briefings.happened(BadRelease.incident(), null, 0, null, at("23:07:45")))
        .containsEntry("alert", "DhakaCartHighErrorRate on dhakacart/dhakacart-backend")
        .containsEntry("happened", "")
        .containsEntry("openedAt", "2026-11-23T23:05:32Z")
        .containsEntry("shownAt", "2026-11-23T23:07:45Z");
    assertThat(briefings.seen(BadRelease.incident(), null, LIMIT, List.of()))
        .containsEntry("picture", "")
        .containsEntry("evidence", List.of())
        .containsEntry("unknown", List.of())
        .extractingByKey("notAsked", InstanceOfAssertFactories.STRING)
        .startsWith("Customers' requests, ");
  }

  @Test
  void customersWereAskedEarlier_theFormSaysHowLongAgoThatWas() {
    Instant asked = BadRelease.before().of(EvidencePart.TRAFFIC).askedAt();

    assertThat(
            briefings.happened(
                BadRelease.incident(), BadRelease.before(), 0, null, asked.plusSeconds(600)))
        .containsEntry("shownAt", asked.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  @Test
  void stoodBehindOthersInAStorm_saysForHowLong() {
    assertThat(briefings.happened(BadRelease.incident(), null, 252, null, at("23:10:45")))
        .containsEntry(
            "happened", "First looked at after 4 min 12 s because others came before it");
  }

  // "open since" was still said to whoever recorded the root cause.
  @Test
  void incidentIsClosed_saysHowLongItWasOpen() {
    assertThat(
            briefings.happened(
                BadRelease.incident(), BadRelease.before(), 0, at("23:12:05"), at("23:59:59")))
        .containsEntry(
            "happened",
            "Was open for 6 min 33 s from 2026-11-23 23:05:32 UTC on. At first customers got:"
                + " error rate 22.8 % of 19.6 requests/s, p95 4.57 s");
  }

  @Test
  void whatIsUnknown_isNeverFoldedAway() {
    Map<String, Object> seen =
        briefings.seen(BadRelease.incident(), BadRelease.unknown(), LIMIT, List.of());

    assertThat(seen)
        .extractingByKey("unknown", InstanceOfAssertFactories.LIST)
        .hasSize(EvidencePart.all().size() - LOOKS_AT_THE_LOG + 1)
        .allMatch(line -> line.toString().contains(": "));
  }

  @Test
  void whatSaysNothingUnusual_isOneLineForAllOfIt() {
    Map<String, Object> seen =
        briefings.seen(BadRelease.incident(), BadRelease.before(), LIMIT, List.of());

    assertThat(seen)
        .extractingByKey("evidence", InstanceOfAssertFactories.LIST)
        .extracting(it -> ((Map<?, ?>) it).get("title").toString())
        .contains("Log (23:06:08 UTC)", "Nothing unusual")
        .noneMatch(it -> it.startsWith("Endpoints") || it.startsWith("Pods"));
  }

  @Test
  void picture_marksTheReleaseAndTheChanges() {
    Instant changed = at("23:06:30");
    String picture =
        (String)
            briefings
                .seen(BadRelease.incident(), BadRelease.before(), LIMIT, List.of(changed))
                .get("picture");

    assertThat(picture).startsWith("data:image/svg+xml;base64,");
    assertThat(
            new String(
                Base64.getDecoder().decode(picture.substring(picture.indexOf(',') + 1)),
                StandardCharsets.UTF_8))
        .contains("opened 23:05:32", "release 23:0", "changed 23:06:30");
  }

  @Test
  void plan_isShownWithWhatDecidedIt_itsCommandAndTheLinesThatDiffer() {
    Map<String, Object> plan =
        briefings.plan(BadRelease.plannedChange(), BadRelease.rankedCauses());

    assertThat(plan)
        .containsEntry("cause", "Code deployment, confidence 92 % (its lead in score)")
        .containsEntry("diffOrigin", "The cluster's own dry run at 23:06:09 UTC.");
    assertThat(plan.get("command").toString()).startsWith("kubectl -n dhakacart rollout undo");
    assertThat(plan.get("undo").toString()).contains("--to-revision=2");
    assertThat(plan)
        .extractingByKey("because", InstanceOfAssertFactories.LIST)
        .hasSizeBetween(1, 3)
        .first()
        .asString()
        .startsWith("+4 The errors began within minutes of a rollout.");
    assertThat(plan)
        .extractingByKey("differing", InstanceOfAssertFactories.LIST)
        .allMatch(line -> !((Map<?, ?>) line).get("kind").equals(""))
        .anyMatch(line -> ((Map<?, ?>) line).get("text").toString().contains("dhakacart/backend"));
    assertThat(plan)
        .extractingByKey("warnings", InstanceOfAssertFactories.LIST)
        .first()
        .asString()
        .startsWith("It does not take back");
  }

  // The same of three pods took nine lines of a screen, and times stood as programs write them.
  @Test
  void whatDecidedIt_isSaidOfOnePod_andOfAllOfThemBelow_withTimesAsPeopleSayThem() {
    RankedCause ranked =
        new RankedCause(
            Cause.CODE_DEPLOYMENT,
            5,
            1,
            List.of(
                new RuleHit(
                    "KILLED",
                    Cause.CODE_DEPLOYMENT,
                    5,
                    "Killed.",
                    "sha256:"
                        + "0".repeat(64)
                        + " at 2026-11-23T23:05:32.417Z · b; 3 restarts · c")));

    assertThat(briefings.plan(BadRelease.plannedChange(), List.of(ranked)))
        .containsEntry(
            "because",
            List.of("+5 Killed. (sha256:000000000000… at 2026-11-23 23:05:32 UTC; and 2 more)"));
    assertThat(briefings.causes(List.of(ranked)).get("causes").toString())
        .contains("0".repeat(64) + " at 2026-11-23 23:05:32 UTC · b; 3 restarts · c");
  }

  @Test
  void observationThatHardlyCounts_isNotAmongThoseThatDecided_whereOthersDid() {
    RankedCause ranked =
        new RankedCause(
            Cause.CODE_DEPLOYMENT, 9, 1, List.of(hit(1, "little"), hit(5, "much"), hit(3, "some")));

    assertThat(briefings.plan(BadRelease.plannedChange(), List.of(ranked)))
        .containsEntry("because", List.of("+5 much", "+3 some"));
    assertThat(
            briefings.plan(
                BadRelease.plannedChange(),
                List.of(new RankedCause(Cause.CODE_DEPLOYMENT, 1, 1, List.of(hit(1, "little"))))))
        .containsEntry("because", List.of("+1 little"));
  }

  // What differed of a restart was the time at which it was planned.
  @Test
  void marksOfAChange_areNotAmongTheLinesThatMatter_andStandInTheWholeChange() {
    String restart = "+      annotations:\n+        kubectl.kubernetes.io/restartedAt: \"now\"";
    String raised =
        "-    kubernetes.io/change-cause: \"set image\"\n-  replicas: 3\n+  replicas: 6\n"
            + "+    annotations:\n+      team: \"shop\"";

    assertThat(shownOf(restart)).containsEntry("differing", List.of());
    assertThat(shownOf(restart)).extractingByKey("diff", InstanceOfAssertFactories.LIST).hasSize(2);
    assertThat(shownOf(raised))
        .extractingByKey("differing", InstanceOfAssertFactories.LIST)
        .extracting(it -> ((Map<?, ?>) it).get("text").toString())
        .containsExactly("-  replicas: 3", "+  replicas: 6", "+      team: \"shop\"");
  }

  // "+ paused: true" stood beside "- paused: true".
  @Test
  void whatALaterChangeTakesAwayAgain_doesNotDiffer() {
    assertThat(shownOf("+  paused: true", "+  replicas: 6", "-  paused: true"))
        .extractingByKey("differing", InstanceOfAssertFactories.LIST)
        .extracting(it -> ((Map<?, ?>) it).get("text").toString())
        .containsExactly("+  replicas: 6");
    assertThat(shownOf("+  cpu: 1\n-  cpu: 1", "-  paused: true", "+  paused: true"))
        .extractingByKey("differing", InstanceOfAssertFactories.LIST)
        .as("moved in one change, or taken away first")
        .hasSize(4);
  }

  private Map<String, Object> shownOf(String... diffs) {
    Plan rollback = BadRelease.plannedChange();
    Change change = rollback.changes().get(0);
    List<Change> others =
        Stream.of(diffs)
            .map(
                diff ->
                    new Change(
                        change.id(),
                        change.kind(),
                        change.namespace(),
                        change.resource(),
                        change.name(),
                        change.patchType(),
                        change.patch(),
                        change.undoPatch(),
                        change.command(),
                        change.undoCommand(),
                        diff,
                        change.serverDiff(),
                        change.digest(),
                        change.temporary(),
                        change.undoes()))
            .toList();
    return briefings.plan(
        new Plan(rollback.cause(), "", others, List.of(), rollback.plannedAt()), List.of());
  }

  private static RuleHit hit(int weight, String reason) {
    return new RuleHit(reason, Cause.CODE_DEPLOYMENT, weight, reason, "");
  }

  // A warning with a question of twelve lines to the database pushed the answer off the phone.
  @Test
  void warningThatTellsHowSomethingIsDone_isSaidShortly_andInFullBelow() {
    String question = "Ask the database: select " + "x, ".repeat(300) + "y";
    Plan plan = Plan.nothing(Cause.DATABASE_CONNECTIONS, question, at("23:06:09"));

    assertThat(briefings.plan(plan, List.of()))
        .containsEntry("warnings", List.of("Ask the database: see below"))
        .containsEntry("inFull", List.of(question));
    assertThat(briefings.plan(BadRelease.plannedChange(), List.of()))
        .containsEntry("inFull", List.of());
  }

  @Test
  void whatSpeaksAgainstTheProposal_isSaidBesideIt() {
    RankedCause weighed =
        BadRelease.rankedCauses().stream().filter(it -> it.score() < 0).findFirst().orElseThrow();
    Plan plan = Plan.nothing(weighed.cause(), "it is not so", at("23:06:09"));

    assertThat(briefings.plan(plan, BadRelease.rankedCauses()))
        .extractingByKey("against", InstanceOfAssertFactories.LIST)
        .isNotEmpty()
        .allMatch(line -> line.toString().startsWith("−"));
  }

  // Its command only was shown.
  @Test
  void undo_showsItsCommandAndTheLinesThatItChangesBack() {
    Change made = BadRelease.plannedChange().changes().get(0);

    Map<String, Object> undo = briefings.undo(List.of(made));

    assertThat(undo).containsEntry("inEffect", List.of(made.undoCommand()));
    assertThat(undo)
        .extractingByKey("undoing", InstanceOfAssertFactories.LIST)
        .anySatisfy(
            it ->
                assertThat(((Map<?, ?>) it).get("text").toString())
                    .startsWith("+")
                    .contains("v2-bad"));
  }

  @Test
  void noChangeProposed_saysWhy_andShowsNoCommand() {
    Plan nothing =
        Plan.nothing(Cause.CODE_DEPLOYMENT, "Revision 1 has the same image", at("23:06:09"));

    assertThat(briefings.plan(nothing, List.of()))
        .containsEntry("summary", "No change is proposed")
        .containsEntry("warnings", List.of("Revision 1 has the same image"))
        .containsEntry("command", "")
        .containsEntry("diff", List.of())
        .containsEntry("diffOrigin", "")
        .containsEntry("undo", "")
        .containsEntry("cause", "");
  }

  @Test
  void links_leadToPagesOnly() {
    assertThat(briefings.links(Map.of("Report", "https://runbook/r", "Odd", "javascript:alert(1)")))
        .containsEntry(
            "links",
            List.of(
                Map.of("name", "Odd", "address", ""),
                Map.of("name", "Report", "address", "https://runbook/r")));
  }
}
