package com.dhakacart.runbook.process;

/** Who may decide what; the names are part of the outer contract. */
public final class Groups {

  public static final String ON_CALL = "on-call";
  public static final String SENIOR_ENGINEERS = "senior-engineers";
  public static final String DATABASE_TEAM = "database-team";
  public static final String INFRASTRUCTURE_TEAM = "infrastructure-team";

  private Groups() {}
}
