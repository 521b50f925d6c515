package com.dhakacart.runbook.logging;

import ch.qos.logback.classic.pattern.ExtendedThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;

/** A stack trace, line by line, in which each message is one line whatever is in it. */
class ReadableStackTrace extends ExtendedThrowableProxyConverter {

  @Override
  public String convert(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return thrown == null ? "" : throwableProxyToString(new OneLineThrown(thrown));
  }

  private record OneLineThrown(IThrowableProxy thrown) implements IThrowableProxy {

    @Override
    public String getMessage() {
      return OneLine.of(thrown.getMessage());
    }

    @Override
    public String getOverridingMessage() {
      return OneLine.of(thrown.getOverridingMessage());
    }

    @Override
    public String getClassName() {
      return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return thrown.getCommonFrames();
    }

    @Override
    public IThrowableProxy getCause() {
      return thrown.getCause() == null ? null : new OneLineThrown(thrown.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
      return thrown.getSuppressed() == null
          ? new IThrowableProxy[0]
          : Arrays.stream(thrown.getSuppressed())
              .map(OneLineThrown::new)
              .toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
      return thrown.isCyclic();
    }
  }
}
