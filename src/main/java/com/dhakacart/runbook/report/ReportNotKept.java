package com.dhakacart.runbook.report;

/** The report could not be stored; a report that was kept before is still there. */
public class ReportNotKept extends RuntimeException {

  public ReportNotKept(String message, Throwable cause) {
    super(message, cause);
  }
}
