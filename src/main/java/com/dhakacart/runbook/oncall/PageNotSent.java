package com.dhakacart.runbook.oncall;

/** Nobody could be reached; the same page may go through later. */
public class PageNotSent extends RuntimeException {

  public PageNotSent(String message, Throwable cause) {
    super(message, cause);
  }
}
