package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.RankedCause;
import com.dhakacart.runbook.incident.RuleHit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

@Component
class MarkdownBriefings implements Briefings {

  private final LocalTimes times;

  MarkdownBriefings(LocalTimes times) {
    this.times = times;
  }

  @Override
  public String evidence(Evidence evidence, double errorThreshold) {
    List<Finding> findings = EvidenceText.of(evidence, errorThreshold, times);
    String asked =
        findings.stream()
            .filter(Finding::isTelling)
            .map(this::finding)
            .collect(Collectors.joining());
    String quiet =
        EvidenceText.quiet(findings)
            .map(parts -> Markdown.bullet("**Nothing unusual**: " + parts))
            .orElse("");
    return asked + quiet + notAsked(findings) + zone(findings);
  }

  /** Each time stands without its zone, which may be another than the reader's. */
  private String zone(List<Finding> findings) {
    return findings.stream().anyMatch(Finding::isTelling)
        ? "\nTimes are in " + times.zone() + ".\n"
        : "";
  }

  private String finding(Finding finding) {
    String part = "**" + finding.part() + "** (" + times.clock(finding.asked().askedAt()) + ")";
    List<String> lines = linesOf(finding);
    return lines.size() == 1
        ? Markdown.bullet(part + ": " + lines.get(0))
        : Markdown.bullet(part)
            + lines.stream()
                .map(line -> "  " + Markdown.bullet(line))
                .collect(Collectors.joining());
  }

  /** The finding's lines as Markdown; what is unknown says so, and why. */
  static List<String> linesOf(Finding finding) {
    return finding.known()
        ? finding.lines().stream().map(Markdown::text).toList()
        : List.of("**unknown**: " + Markdown.text(finding.asked().unknownBecause()));
  }

  /** A line that names the parts that were not asked; empty when all were. */
  static String notAsked(List<Finding> findings) {
    String parts =
        findings.stream()
            .filter(finding -> !finding.wasAsked())
            .map(Finding::part)
            .collect(Collectors.joining(", "));
    return parts.isEmpty() ? "" : "\nNot asked: " + parts + ".\n";
  }

  @Override
  public String causes(List<RankedCause> rankedCauses) {
    return rankedCauses.isEmpty()
        ? "No cause was weighed.\n"
        : rankedCauses.stream().map(this::cause).collect(Collectors.joining());
  }

  private String cause(RankedCause ranked) {
    String head =
        "**"
            + ranked.cause().title()
            + "**, score "
            + signed(ranked.score())
            + (ranked.confidence() > 0 ? ", " + confidence(ranked) : "");
    return Markdown.bullet(head)
        + ranked.strongestFirst().stream()
            .map(rule -> "  " + Markdown.bullet(rule(rule)))
            .collect(Collectors.joining());
  }

  /** The figure alone reads as if it were the chance to be right. */
  static String confidence(RankedCause ranked) {
    return "confidence " + Figures.decimal(ranked.confidence() * 100, 0) + " % (its lead in score)";
  }

  private String rule(RuleHit rule) {
    String detail =
        rule.detail() == null || rule.detail().isBlank()
            ? ""
            : " (" + Markdown.text(times.inText(rule.detail())) + ")";
    return signed(rule.weight()) + " " + Markdown.text(rule.reason()) + detail;
  }

  static String signed(int number) {
    return (number < 0 ? "−" : "+") + Math.abs(number);
  }

  @Override
  public String links(Map<String, String> links) {
    return Markdown.links(links);
  }

  @Override
  public String minute(Instant at) {
    return times.day(at) + " " + times.minute(at) + " " + times.zone();
  }

  @Override
  public String text(String plain) {
    return Markdown.text(plain);
  }
}
