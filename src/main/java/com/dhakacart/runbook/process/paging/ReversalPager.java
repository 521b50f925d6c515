package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.ChangeReverted;
import com.dhakacart.runbook.process.Incidents;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Tells on-call that a change is not in effect: what they believe to be cured is not. */
@Component
class ReversalPager {

  private static final String WHAT_NOW =
      "It is not in effect. Make it where its owner keeps it, or stop the owner for the time of the incident.";

  private final Incidents incidents;
  private final Pages pages;

  ReversalPager(Incidents incidents, Pages pages) {
    this.incidents = incidents;
    this.pages = pages;
  }

  /** With what is noted of it, or not at all. */
  @EventListener
  void record(ChangeReverted reverted) {
    incidents
        .find(reverted.incident())
        .ifPresent(
            it ->
                pages.record(
                    it, Team.ON_CALL, stage(reverted), reverted.reversal().inWords(), WHAT_NOW));
  }

  @TransactionalEventListener
  void send(ChangeReverted reverted) {
    pages.sendRecorded(reverted.incident(), stage(reverted));
  }

  private static String stage(ChangeReverted reverted) {
    return "reverted-" + reverted.reversal().change();
  }
}
