package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.AlertsSilent;
import com.dhakacart.runbook.process.WebSettings;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells on-call that no alert can reach the runbook: who waits for its pages waits in vain. */
@Component
class SilencePager {

  private final Paging paging;
  private final WebSettings web;

  SilencePager(Paging paging, WebSettings web) {
    this.paging = paging;
    this.web = web;
  }

  /** Once a silence, from whichever node: it began at the same time for all. */
  @EventListener
  void page(AlertsSilent silent) {
    paging.page(
        new Page(
            "alertmanager",
            "silent since " + silent.since().getEpochSecond(),
            Team.ON_CALL,
            "Nothing is heard from Alertmanager since %s".formatted(silent.since()),
            "Its watchdog alert did not come. Look whether Prometheus and Alertmanager run, and whether Alertmanager reaches /alerts; until then look at the dashboards yourself.",
            Map.of("Incidents", web.incidents().toString())));
  }
}
