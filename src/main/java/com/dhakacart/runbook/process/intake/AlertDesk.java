package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import java.time.Instant;
import java.util.List;

/** Where alerts become incidents. */
public interface AlertDesk {

  /**
   * Stores the alerts and starts or joins their incidents in one transaction; when it returns, all
   * of it is committed.
   *
   * @return one receipt for each alert, in the given order
   * @throws org.springframework.dao.DataAccessException when it cannot be stored now; nothing was
   */
  List<AlertReceipt> receive(List<Alert> alerts);

  /**
   * As {@link #receive}, of alerts that nobody delivered: they were asked for. Their notification
   * may be on its way.
   */
  List<AlertReceipt> find(List<Alert> alerts);

  /** Those of some alerts that were found before a moment, and were not delivered since. */
  List<Alert> undelivered(List<Alert> alerts, Instant foundBefore);

  /** Notes that whoever delivers alerts is alive; what it delivered does not matter. */
  void heard();
}
