package com.dhakacart.runbook.process.deciding;

import java.util.List;

/**
 * One thing that a task asks, as its form says it.
 *
 * @param name of the answer
 * @param hint may be empty
 * @param options what it may be answered with; empty for a text
 * @param required whether the form asks for it in any case
 * @param onlyFor the {@code decision} with which it is asked; empty where it always is
 */
public record Question(
    String name,
    Kind kind,
    String label,
    String hint,
    List<Option> options,
    boolean required,
    String onlyFor) {

  /** How it is answered. */
  public enum Kind {
    /** One of a few, all of which are seen. */
    CHOICE,
    /** One of a list that opens. */
    LIST,
    TEXT
  }

  /**
   * @param value the word of the contract
   * @param label as people read it
   */
  public record Option(String value, String label) {}

  public Question {
    options = List.copyOf(options);
  }

  /** Whether it is asked of somebody who decides that. */
  boolean isAskedFor(String decision) {
    return onlyFor.isEmpty() || onlyFor.equals(decision);
  }
}
