package com.dhakacart.runbook.incident;

/** The runbook's "Common Causes and Solutions", and the honest fifth answer. */
public enum Cause {
  DATABASE_CONNECTIONS("Database connections"),
  RESOURCE_EXHAUSTION("Memory or CPU exhaustion"),
  CODE_DEPLOYMENT("Code deployment"),
  EXTERNAL_SERVICE("External service"),
  NONE_OF_THEM("None of them");

  private final String title;

  Cause(String title) {
    this.title = title;
  }

  /** As the model, the forms and the report name it. */
  public String title() {
    return title;
  }
}
