package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.RankedCause;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a person must know before deciding, for the form of a task: texts and lists of texts by the
 * names that the form shows them by. The form is the template, and all that it shows of this is
 * shown as these characters, whatever people, logs or pods said. A text that is empty and a list
 * without entries are not shown.
 */
public interface TaskBriefings {

  /**
   * Which {@code alert}, of what; from when to when where it is over, and what customers got:
   * {@code happened}, empty where nothing is known of it; and as ISO 8601 when it was {@code
   * openedAt}, empty once it is over, and when that was asked, or without it {@code now}: {@code
   * shownAt}, by which the form says since when and how long ago that is.
   *
   * @param evidence null when nothing was seen yet
   * @param waitedSeconds for which the first looks stood behind other incidents; zero where they
   *     did not
   * @param closedAt null while the incident is open
   */
  Map<String, Object> happened(
      Incident incident, Evidence evidence, int waitedSeconds, Instant closedAt, Instant now);

  /**
   * {@code evidence}, each part with when it was asked, and as the last one all parts that say
   * nothing unusual; {@code unknown}, what could not be answered and why; {@code notAsked}; and as
   * the address of an image ({@code data:}) a {@code picture} of the error rate with what happened
   * meanwhile, empty where no error rate was recorded.
   *
   * @param evidence null when nothing was seen yet
   * @param errorThreshold ratio, 0 to 1, from which on errors count as begun
   * @param changedAt when the runbook changed something
   */
  Map<String, Object> seen(
      Incident incident, Evidence evidence, double errorThreshold, List<Instant> changedAt);

  /** All {@code causes}, best first, each with the rules that hit and what made them hit. */
  Map<String, Object> causes(List<RankedCause> rankedCauses);

  /**
   * A plan: its {@code cause} with the strongest observations ({@code because}) and what speaks
   * {@code against} it; its {@code summary}, {@code command}, the first lines that it changes
   * beside its own marks ({@code differing}), the whole {@code diff} and where that comes from
   * ({@code diffOrigin}), {@code warnings}, those that are long once more {@code inFull}, and
   * {@code undo}.
   */
  Map<String, Object> plan(Plan plan, List<RankedCause> rankedCauses);

  /**
   * What an undo would do: the commands of all changes that are {@code inEffect}, and the lines
   * that they change back ({@code undoing}).
   *
   * @param inEffect in the order in which an undo takes them back
   */
  Map<String, Object> undo(List<Change> inEffect);

  /**
   * {@code links}; an address that is not http(s) leads nowhere.
   *
   * @param links name to address
   */
  Map<String, Object> links(Map<String, String> links);
}
