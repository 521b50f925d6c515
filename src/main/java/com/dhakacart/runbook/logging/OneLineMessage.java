package com.dhakacart.runbook.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The message of a log line, whatever was put into it. */
class OneLineMessage extends MessageConverter {

  /** Why a start failed, in paragraphs; what it quotes are the operator's own settings. */
  private static final String FAILED_START =
      "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

  /** The engine's REST API, or a fork's, writes a stack trace as its message: it stays readable. */
  private static final String ENGINE_REST = ".bpm.engine.rest.exception";

  /** A line feed before what nobody takes for a line of the log. */
  private static final Pattern FRAME =
      Pattern.compile("\\R(?=\tat |\t\\.\\.\\. |\tSuppressed: |Caused by: )");

  @Override
  public String convert(ILoggingEvent event) {
    String message = super.convert(event);
    String logger = event.getLoggerName();
    if (logger.equals(FAILED_START)) {
      return oneEach(message.lines());
    }
    return logger.endsWith(ENGINE_REST)
        ? oneEach(FRAME.splitAsStream(message))
        : OneLine.of(message);
  }

  private static String oneEach(Stream<String> lines) {
    return lines.map(OneLine::of).collect(Collectors.joining("\n"));
  }
}
