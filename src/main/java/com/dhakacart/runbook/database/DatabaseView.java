package com.dhakacart.runbook.database;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.DatabaseActivity;
import java.util.Set;

/** What can be seen in the backend's database, and nothing that changes it. */
public interface DatabaseView {

  /**
   * Asks over a new connection, whose fate is part of the answer: a database that refuses it has
   * answered, and silence of one that is configured is a sign. Unknown, with the reason, where no
   * connection is configured, its settings are wrong, or its account may not log in or see other
   * sessions. Never throws.
   *
   * @param backendAddresses the addresses of the backend's pods, by which their sessions are
   *     recognized where the settings do not say how
   */
  Answer<DatabaseActivity> activity(Set<String> backendAddresses);
}
