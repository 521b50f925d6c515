package com.dhakacart.runbook.report;

/** Keeps finished reports. */
public interface ReportArchive {

  /**
   * Keeps the report of an incident, in place of an earlier one.
   *
   * @return where it can be found
   * @throws ReportNotKept when it could not be stored; repeating may work
   */
  String keep(String incident, Report report);
}
