package com.dhakacart.runbook.logging;

import ch.qos.logback.classic.pattern.MDCConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** What a log line says of its circumstances, such as the incident. */
class OneLineContext extends MDCConverter {

  @Override
  public String convert(ILoggingEvent event) {
    return OneLine.of(super.convert(event));
  }
}
