package com.dhakacart.runbook.incident;

/** Who can be called. */
public enum Team {
  ON_CALL("On-call"),
  SENIOR_ENGINEER("Senior Engineer"),
  DATABASE_TEAM("Database Team"),
  INFRASTRUCTURE_TEAM("Infrastructure Team");

  private final String title;

  Team(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
