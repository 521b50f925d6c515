package com.dhakacart.runbook.oncall;

import java.time.Duration;
import java.util.Optional;

/** Whether people can be called at all, and how long that may take. */
public interface PeopleReach {

  /** Why nobody can be, with what to set; empty where a way to at least one team is configured. */
  Optional<String> nobodyBecause();

  /**
   * Until {@link OnCall#page} has ended, whatever the other sides do: the timeouts of all ways to
   * all teams together, since other teams are told where nobody of one takes a page.
   */
  Duration longestPage();
}
