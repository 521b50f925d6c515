package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.Groups;
import java.util.Collections;
import java.util.Set;

/** Whom a row of the {@link AllowList} lets through. */
enum Who {
  /** Nobody has to say who they are. */
  ANYONE("anyone", Set.of()),

  /** Who has the token of {@code runbook.alerting.*}; anyone where none is set. */
  ALERTMANAGER("Alertmanager, by its token", Set.of()),

  /** Who has the token of {@code runbook.scraping.*}; anyone where none is set. */
  PROMETHEUS("Prometheus, by its token", Set.of()),

  /** Whoever can log in, also somebody who is in no group. */
  KNOWN("anyone who is logged in", Set.of()),

  /** Who works on incidents. */
  MEMBERS(
      "on-call, the senior engineers, the database team, the infrastructure team and"
          + " administrators",
      Set.of(
          Groups.ON_CALL,
          Groups.SENIOR_ENGINEERS,
          Groups.DATABASE_TEAM,
          Groups.INFRASTRUCTURE_TEAM,
          org.camunda.bpm.engine.authorization.Groups.CAMUNDA_ADMIN)),

  /** Who starts runbooks, has a failed step tried again, and stops all changes. */
  OPERATORS(
      "on-call, the senior engineers and administrators",
      Set.of(
          Groups.ON_CALL,
          Groups.SENIOR_ENGINEERS,
          org.camunda.bpm.engine.authorization.Groups.CAMUNDA_ADMIN)),

  ADMINISTRATORS(
      "administrators", Set.of(org.camunda.bpm.engine.authorization.Groups.CAMUNDA_ADMIN));

  private final String inWords;
  private final Set<String> groups;

  Who(String inWords, Set<String> groups) {
    this.inWords = inWords;
    this.groups = groups;
  }

  String inWords() {
    return inWords;
  }

  /** Whether a program is meant, which is known by its token. */
  boolean isMachine() {
    return this == ALERTMANAGER || this == PROMETHEUS;
  }

  /** Whether somebody of these groups is meant, where groups decide. */
  boolean includes(Set<String> theirs) {
    return !Collections.disjoint(groups, theirs);
  }
}
