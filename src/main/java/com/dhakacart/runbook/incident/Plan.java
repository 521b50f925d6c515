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
 * @param warnings what a person must know before approving, or why nothing is proposed
 * @param plannedAt when the cluster was asked
 */
public record Plan(
    Cause cause, String summary, List<Change> changes, List<String> warnings, Instant plannedAt) {

  public Plan {
    changes = List.copyOf(changes);
    warnings = List.copyOf(warnings);
  }

  public static Plan nothing(Cause cause, String because, Instant plannedAt) {
    return new Plan(cause, "No change is proposed", List.of(), List.of(because), plannedAt);
  }

  /**
   * What of it is still to be made.
   *
   * @param made ids of its changes that were made
   */
  public Plan without(Collection<String> made) {
    List<Change> open = changes.stream().filter(it -> !made.contains(it.id())).toList();
    return new Plan(cause, summary, open, warnings, plannedAt);
  }

  public boolean proposesSomething() {
    return !changes.isEmpty();
  }

  public String command() {
    return changes.stream().map(Change::command).collect(Collectors.joining("\n"));
  }

  public String undo() {
    return changes.stream().map(Change::undoCommand).collect(Collectors.joining("\n"));
  }

  public String diff() {
    return changes.stream().map(Change::diff).collect(Collectors.joining("\n"));
  }
}
