package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The plan for one cause: single changes under one approval, or none, and then why.
 *
 * @param summary one sentence that says what will happen
 * @param changes in the order in which they are made; empty when nothing is proposed
 * @param otherwise made in place of the last of the changes where those before it show that it
 *     would not help: they take those back. Empty for all but a probe
 * @param warnings what a person must know before approving, or why nothing is proposed
 * @param plannedAt when the cluster was asked
 */
public record Plan(
    Cause cause,
    String summary,
    List<Change> changes,
    List<Change> otherwise,
    List<String> warnings,
    Instant plannedAt) {

  public Plan {
    changes = List.copyOf(changes);
    // an incident may be older than the version that knows of another way
    otherwise = otherwise == null ? List.of() : List.copyOf(otherwise);
    warnings = List.copyOf(warnings);
  }

  /** A plan that knows one way only. */
  public Plan(
      Cause cause, String summary, List<Change> changes, List<String> warnings, Instant plannedAt) {
    this(cause, summary, changes, List.of(), warnings, plannedAt);
  }

  public static Plan nothing(Cause cause, String because, Instant plannedAt) {
    return new Plan(cause, "No change is proposed", List.of(), List.of(because), plannedAt);
  }

  /**
   * What of it is still to be made; where that is nothing, its summary says so.
   *
   * @param made ids of its changes that were made
   */
  public Plan without(Collection<String> made) {
    List<Change> left = open(changes, made);
    String what = left.isEmpty() && proposesSomething() ? "Done: " + summary : summary;
    return new Plan(cause, what, left, open(otherwise, made), warnings, plannedAt);
  }

  /** What a refusal says, for where its commands stand below, to be copied. */
  public String aboveItsCommands(String refusal) {
    return changes.stream()
        .map(Change::command)
        .reduce(refusal, (said, it) -> said.replace("type: " + it, "type the command below"));
  }

  private static List<Change> open(List<Change> changes, Collection<String> made) {
    return changes.stream().filter(it -> !made.contains(it.id())).toList();
  }

  public boolean proposesSomething() {
    return !changes.isEmpty();
  }

  public String command() {
    return changes.stream().map(Change::command).collect(Collectors.joining("\n"));
  }

  public String undo() {
    return otherwise.isEmpty()
        ? changes.stream().map(Change::undoCommand).collect(Collectors.joining("\n"))
        : otherwise.stream().map(Change::command).collect(Collectors.joining("\n"));
  }

  public String diff() {
    return changes.stream().map(Change::diff).collect(Collectors.joining("\n"));
  }
}
