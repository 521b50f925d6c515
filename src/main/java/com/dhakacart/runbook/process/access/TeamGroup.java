package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Groups;

/** The engine's groups; the models name them as candidates of user tasks. */
enum TeamGroup {
  ON_CALL(Groups.ON_CALL, Team.ON_CALL, true),
  SENIOR_ENGINEERS(Groups.SENIOR_ENGINEERS, Team.SENIOR_ENGINEER, true),
  DATABASE_TEAM(Groups.DATABASE_TEAM, Team.DATABASE_TEAM, false),
  INFRASTRUCTURE_TEAM(Groups.INFRASTRUCTURE_TEAM, Team.INFRASTRUCTURE_TEAM, false);

  private final String id;
  private final Team team;
  private final boolean operates;

  TeamGroup(String id, Team team, boolean operates) {
    this.id = id;
    this.team = team;
    this.operates = operates;
  }

  String id() {
    return id;
  }

  String title() {
    return team.title();
  }

  /** Whether its members may start a runbook by hand and have a failed step tried again. */
  boolean operates() {
    return operates;
  }
}
