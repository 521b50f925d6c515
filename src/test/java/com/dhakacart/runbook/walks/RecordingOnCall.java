package com.dhakacart.runbook.walks;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.oncall.OnCall;
import com.dhakacart.runbook.oncall.PageNotSent;
import com.dhakacart.runbook.oncall.PeopleReach;
import com.dhakacart.runbook.oncall.Tickets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what would have been sent. */
class RecordingOnCall implements OnCall, PeopleReach, Tickets {

  private static final Runnable NOTHING = () -> {};

  final List<Page> pages = new ArrayList<>();
  final List<String> tickets = new ArrayList<>();
  boolean broken;

  /** What happens once while the next page is on its way. */
  Runnable meanwhile = NOTHING;

  @Override
  public String page(Page page) {
    if (broken) {
      throw new PageNotSent("the paging service answers 500", null);
    }
    pages.add(page);
    Runnable now = meanwhile;
    meanwhile = NOTHING;
    now.run();
    return "kept for the test";
  }

  @Override
  public Optional<String> file(String incident, String rootCause, String page, String reportLink) {
    tickets.add(incident + ": " + rootCause);
    return Optional.of("TICKET-1");
  }

  @Override
  public Optional<String> nobodyBecause() {
    return Optional.empty();
  }

  @Override
  public Duration longestPage() {
    return Duration.ZERO;
  }

  List<String> stages() {
    return pages.stream().map(Page::stage).toList();
  }

  void reset() {
    pages.clear();
    tickets.clear();
    broken = false;
    meanwhile = NOTHING;
  }
}
