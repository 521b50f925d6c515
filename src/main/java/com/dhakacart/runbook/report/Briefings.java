package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.RankedCause;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a person must know before deciding, as Markdown: the same words in a page, a mail and the
 * report; {@link TaskBriefings} has those of a form. Whatever people, logs or pods said is shown
 * and never obeyed.
 */
public interface Briefings {

  /**
   * A list of what was seen, each part with when it was asked; what is unknown says why.
   *
   * @param evidence null when nothing was seen yet
   * @param errorThreshold ratio, 0 to 1, from which on errors count as begun
   */
  String evidence(Evidence evidence, double errorThreshold);

  /** The causes, best first, each with the rules that hit and what made them hit. */
  String causes(List<RankedCause> rankedCauses);

  /**
   * @param links name to address
   */
  String links(Map<String, String> links);

  /** {@code 2026-11-24 06:15 UTC}, in the time zone of those who read it. */
  String minute(Instant at);

  /** Words from outside, on one line, that render as exactly these characters. */
  String text(String plain);
}
