package com.dhakacart.runbook.oncall;

import java.util.Optional;

/** Whether people can be called at all. */
public interface PeopleReach {

  /** Why nobody can be, with what to set; empty where a way to at least one team is configured. */
  Optional<String> nobodyBecause();
}
