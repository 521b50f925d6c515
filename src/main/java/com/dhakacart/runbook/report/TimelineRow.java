package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.IncidentHistory.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A row of the timeline. What the loops of the model repeat every half minute without anything new
 * to say is one row; what a person did is always its own.
 */
record TimelineRow(Entry first, Instant lastAt, int times) {

  private record Sameness(String what, String detail) {}

  static List<TimelineRow> fold(List<Entry> entries) {
    List<TimelineRow> rows = new ArrayList<>();
    Map<Sameness, Integer> rowOf = new HashMap<>();
    for (Entry entry : entries) {
      Sameness sameness =
          new Sameness(entry.what(), Objects.requireNonNullElse(entry.detail(), ""));
      Integer earlier = entry.who() == null ? rowOf.get(sameness) : null;
      if (earlier == null) {
        if (entry.who() == null) {
          rowOf.put(sameness, rows.size());
        }
        rows.add(new TimelineRow(entry, entry.at(), 1));
      } else {
        TimelineRow row = rows.get(earlier);
        rows.set(earlier, new TimelineRow(row.first(), entry.at(), row.times() + 1));
      }
    }
    return rows;
  }
}
