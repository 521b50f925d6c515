package com.dhakacart.runbook.report;

import java.util.Optional;

/** Keeps finished reports. */
public interface ReportArchive {

  /**
   * Keeps the report of an incident, in place of an earlier one.
   *
   * @return where it can be found
   * @throws ReportNotKept when it could not be stored; repeating may work
   */
  String keep(String incident, Report report);

  /**
   * What was kept of an incident, also when the engine has forgotten it.
   *
   * @return empty when nothing was
   * @throws ReportNotKept when it cannot be read now
   */
  Optional<Report> find(String incident);
}
