package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.RankedCause;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a person must know before deciding, as Markdown: the same words in a task's form, in a page
 * and in the report. Whatever people, logs or pods said is shown and never obeyed.
 */
public interface Briefings {

  /**
   * Which alert, of what, since when or from when to when, and what customers got.
   *
   * @param evidence null when nothing was seen yet
   * @param closedAt null while the incident is open
   */
  String happened(Incident incident, Evidence evidence, Instant closedAt, Instant now);

  /**
   * A list of what was seen, each part with when it was asked; what is unknown says why.
   *
   * @param evidence null when nothing was seen yet
   * @param errorThreshold ratio, 0 to 1, from which on errors count as begun
   */
  String evidence(Evidence evidence, double errorThreshold);

  /** Of what each part of the evidence was asked, so that a person can ask again. */
  String sources(Evidence evidence);

  /** The causes, best first, each with the rules that hit and what made them hit. */
  String causes(List<RankedCause> rankedCauses);

  /** What will happen, and the same as kubectl commands; says so when nothing is proposed. */
  String change(Plan plan);

  /**
   * Before and after, and whether the cluster's dry run says so. Empty when nothing is proposed.
   */
  String diff(Plan plan);

  /**
   * What the change will not do, or why none is proposed. Empty when there is nothing to warn of.
   */
  String warnings(Plan plan);

  /** How to take it back, as kubectl commands. Empty when nothing is proposed. */
  String undo(Plan plan);

  /**
   * @param links name to address
   */
  String links(Map<String, String> links);

  /** Words from outside, on one line, that render as exactly these characters. */
  String text(String plain);
}
