package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.RankedCause;
import com.dhakacart.runbook.incident.RuleHit;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownBriefingsTest {

  /** Four parts of the evidence that people read as one. */
  private static final int LOOKS_AT_THE_LOG = 4;

  private final Briefings briefings = new MarkdownBriefings(LocalTimes.UTC);

  @Test
  void evidence_isShortLinesEachWithItsTime() {
    assertThat(briefings.evidence(BadRelease.before(), BadRelease.THRESHOLD))
        .contains(
            """
            - **Customers' requests** (23:06:03): error rate 22.8 % of 19.6 requests/s, p95 4.57 s
            """)
        .contains("- **Nothing unusual**: Pods, ")
        .contains(
            "  - revision 2 (dhakacart/backend:v2-bad) rolled out 1 min 37 s ago; errors began 51 s"
                + " after\n");
  }

  @Test
  void unknownEvidence_saysWhyAndIsNeverFine() {
    assertThat(
            briefings
                .evidence(BadRelease.unknown(), BadRelease.THRESHOLD)
                .lines()
                .filter(it -> it.startsWith("- ")))
        .hasSize(EvidencePart.all().size() - LOOKS_AT_THE_LOG + 1)
        .allMatch(line -> line.contains("**unknown**: "));
  }

  @Test
  void nothingSeenYet_saysSo() {
    assertThat(briefings.evidence(null, BadRelease.THRESHOLD)).startsWith("\nNot asked: ");
  }

  @Test
  void causes_nameTheRulesThatHit_strongestFirst() {
    assertThat(briefings.causes(BadRelease.rankedCauses()))
        .startsWith(
            """
            - **Code deployment**, score +11, confidence 92 % (its lead in score)
              - +4 The errors began within minutes of a rollout.""")
        .contains("- **Database connections**, score −4\n");
    assertThat(briefings.causes(List.of())).isEqualTo("No cause was weighed.\n");
  }

  @Test
  void timesInWhatWasSeen_andOfTheOpening_areThoseOfTheReadersClocks() {
    Briefings inDhaka = new MarkdownBriefings(new LocalTimes(ZoneId.of("Asia/Dhaka")));
    RuleHit hit =
        new RuleHit(
            "X",
            Cause.CODE_DEPLOYMENT,
            1,
            "Then.",
            "at 2026-11-23T23:05:32.417Z and 2026-11-23T23:06:00Z");

    assertThat(inDhaka.causes(List.of(new RankedCause(Cause.CODE_DEPLOYMENT, 1, 0, List.of(hit)))))
        .contains("(at 2026-11-24 05:05:32 Asia/Dhaka and 05:06:00 Asia/Dhaka)");
    assertThat(inDhaka.minute(BadRelease.at("23:05:32"))).isEqualTo("2026-11-24 05:05 Asia/Dhaka");
    assertThat(briefings.minute(BadRelease.at("23:05:32"))).isEqualTo("2026-11-23 23:05 UTC");
  }
}
