package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
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

  /** Notes that whoever delivers alerts is alive; what it delivered does not matter. */
  void heard();
}
