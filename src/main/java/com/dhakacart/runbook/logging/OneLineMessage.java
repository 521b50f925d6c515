package com.dhakacart.runbook.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The message of a log line, whatever was put into it. */
class OneLineMessage extends MessageConverter {

  /** Why a start failed, in paragraphs; what it quotes are the operator's own settings. */
  private static final String FAILED_START =
      "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

  @Override
  public String convert(ILoggingEvent event) {
    String message = super.convert(event);
    return event.getLoggerName().equals(FAILED_START)
        ? String.join("\n", message.lines().map(OneLine::of).toList())
        : OneLine.of(message);
  }
}
