package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.incident.Page;

/** What the engine's side needs to call people. */
@FunctionalInterface
interface Paging {

  /**
   * Records the page under its incident and stage in a transaction of its own and sends it; one
   * that is recorded is not sent again.
   */
  void page(Page page);
}
