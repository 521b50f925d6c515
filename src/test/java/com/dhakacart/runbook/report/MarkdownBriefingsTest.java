package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.report.BadRelease.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownBriefingsTest {

  private final Briefings briefings = new MarkdownBriefings();

  @Test
  void evidence_isShortLinesEachWithItsTime() {
    assertThat(briefings.evidence(BadRelease.before(), BadRelease.THRESHOLD))
        .contains(
            """
            - **Customers' requests** (23:06:03): error rate 22.8 % of 19.6 requests/s, p95 4.57 s
            """)
        .contains(
            """
            - **Pods** (23:06:04): 3 of 3 pods ready, no restarts
            """)
        .contains("  - /health 200 healthy on 3 of 3 pods (pod proxy, 2-44 ms)\n")
        .contains(
            "  - revision 2 (dhakacart/backend:v2-bad) rolled out 1 min 37 s ago; errors began 51 s"
                + " after\n");
  }

  @Test
  void unknownEvidence_saysWhyAndIsNeverFine() {
    assertThat(briefings.evidence(BadRelease.unknown(), BadRelease.THRESHOLD).lines())
        .hasSize(EvidencePart.all().size())
        .allMatch(line -> line.contains("**unknown**: "));
  }

  @Test
  void nothingSeenYet_saysSo() {
    assertThat(briefings.evidence(null, BadRelease.THRESHOLD)).startsWith("\nNot asked: ");
    assertThat(briefings.happened(BadRelease.incident(), null, null, at("23:07:45")))
        .isEqualTo(
            "**DhakaCartHighErrorRate** on dhakacart/dhakacart-backend, open since 23:05:32 UTC"
                + " (2 min 13 s)\n");
  }

  // "open since" was still said to whoever recorded the root cause.
  @Test
  void incidentIsClosed_saysHowLongItWasOpen() {
    assertThat(
            briefings.happened(
                BadRelease.incident(), BadRelease.before(), at("23:12:05"), at("23:59:59")))
        .isEqualTo(
            "**DhakaCartHighErrorRate** on dhakacart/dhakacart-backend, was open for 6 min 33 s"
                + " from 2026-11-23 23:05:32 UTC on. At first customers got: error rate 22.8 % of"
                + " 19.6 requests/s, p95 4.57 s\n");
  }

  @Test
  void plannedChange_isShownWithItsCommandDiffWarningAndUndo() {
    Plan plan = BadRelease.plannedChange();

    assertThat(briefings.change(plan))
        .startsWith("Go back from revision 2 (dhakacart/backend:v2-bad) to revision 1")
        .contains("```bash\nkubectl -n dhakacart rollout undo");
    assertThat(briefings.diff(plan))
        .contains("+  image: dhakacart/backend:latest")
        .endsWith("The cluster's own dry run at 23:06:09 UTC.\n");
    assertThat(briefings.warnings(plan)).startsWith("- It does not take back");
    assertThat(briefings.undo(plan)).contains("--to-revision=2");
  }

  @Test
  void noChangeProposed_saysWhy() {
    Plan nothing =
        Plan.nothing(Cause.CODE_DEPLOYMENT, "Revision 1 has the same image", at("23:06:09"));

    assertThat(briefings.change(nothing)).isEqualTo("No change is proposed\n");
    assertThat(briefings.warnings(nothing)).isEqualTo("- Revision 1 has the same image\n");
    assertThat(briefings.diff(nothing) + briefings.undo(nothing)).isEmpty();
  }

  @Test
  void causes_nameTheRulesThatHit_strongestFirst() {
    assertThat(briefings.causes(BadRelease.rankedCauses()))
        .startsWith(
            """
            - **Code deployment**, score +11, confidence 92 % (how far its score leads the next)
              - +4 The errors began within minutes of a rollout.""")
        .contains("- **Database connections**, score −4\n");
    assertThat(briefings.causes(List.of())).isEqualTo("No cause was weighed.\n");
  }
}
