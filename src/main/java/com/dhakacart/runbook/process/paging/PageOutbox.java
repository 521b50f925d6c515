package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.incident.Page;

/** Pages that are recorded with what they are about, so that no crash comes in between. */
interface PageOutbox {

  /**
   * Records the page in the transaction of the caller, who lets it be sent once that is committed
   * ({@link #sendRecorded}); should nobody do so any more, it is sent with those that nobody took.
   */
  void record(Page page);

  /** Sends a recorded page, if it was not sent yet. */
  void sendRecorded(String incident, String stage);
}
