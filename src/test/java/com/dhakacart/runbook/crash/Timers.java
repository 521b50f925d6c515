package com.dhakacart.runbook.crash;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The timers of all open incidents.
 *
 * @param due when, by where they stand
 * @param executions of the incidents, read later than the timers
 */
record Timers(Map<Place, Instant> due, Set<String> executions) {

  /** An element of the model, and the execution of an incident that it belongs to. */
  record Place(String element, String execution) {}

  static Timers of(Episodes episodes) throws IOException {
    Map<Place, Instant> due = episodes.timers();
    return new Timers(due, episodes.executions());
  }

  /**
   * What is not as it was: a timer that was neither due nor left behind is gone, or has another due
   * time, whether it is the same or was made anew.
   *
   * @param now later than both were read
   */
  Map<String, String> changed(Timers before, Instant now) {
    Map<String, String> changed = new TreeMap<>();
    before.due.forEach(
        (place, then) -> {
          Instant today = due.get(place);
          boolean left = today == null && !executions.contains(place.execution());
          if (then.isAfter(now) && !left && !then.equals(today)) {
            changed.put(place.toString(), then + " -> " + (today == null ? "none" : today));
          }
        });
    return changed;
  }

  /** How many of them are to be as they were. */
  int notDue(Instant now) {
    return (int) due.values().stream().filter(now::isBefore).count();
  }
}
