package com.dhakacart.runbook.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An incident as its page shows it. All of it is plain text, shown as these characters.
 *
 * @param outcome in words; empty while the incident is open
 * @param inWords what happened so far, in a sentence each
 * @param picture the error rate with what happened meanwhile
 * @param measures what is counted from the opening, name to duration
 * @param timeline newest first
 * @param changes oldest first
 * @param seen the evidence, the causes and the links, by the names of {@link TaskBriefings}
 */
public record IncidentView(
    String key,
    String title,
    String outcome,
    Instant openedAt,
    List<String> inWords,
    Picture picture,
    Map<String, String> measures,
    List<Line> timeline,
    List<Made> changes,
    Map<String, Object> seen) {

  /**
   * @param address of an image ({@code data:}); empty where there is nothing to draw
   * @param inWords for who does not see it
   */
  public record Picture(String address, String inWords) {}

  /**
   * A line of the timeline.
   *
   * @param at when it began
   * @param clock the same, in UTC
   * @param ago the same, counted back from now
   * @param who the person who did it; empty when nobody did
   * @param detail with how often it was repeated; may be empty
   */
  public record Line(
      Instant at, String clock, String ago, String what, String who, String detail) {}

  /**
   * A change of production.
   *
   * @param result in kubectl's words
   * @param reverted who wrote over it; empty while it stands
   */
  public record Made(
      Instant at,
      String clock,
      String command,
      String approvedBy,
      String result,
      String undo,
      String reverted) {}

  /** Whether it has no outcome yet. */
  public boolean open() {
    return outcome.isEmpty();
  }
}
