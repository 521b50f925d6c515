package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.incident.Team;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Whether a team can take one page more now, or has had as many as it can read. */
@Component
class PageRate {

  private final PageSettings settings;
  private final Clock clock;
  private final Map<Team, Deque<Instant>> sent = new EnumMap<>(Team.class);

  PageRate(PageSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Counts it where it is allowed. */
  synchronized boolean allows(Team team) {
    Deque<Instant> recent = sent.computeIfAbsent(team, it -> new ArrayDeque<>());
    Instant now = clock.instant();
    while (!recent.isEmpty() && recent.peek().plus(settings.per()).isBefore(now)) {
      recent.remove();
    }
    return recent.size() < settings.oneByOne() && recent.add(now);
  }
}
