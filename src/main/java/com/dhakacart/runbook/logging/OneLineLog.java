package com.dhakacart.runbook.logging;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.core.pattern.DynamicConverter;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * Puts our converters in the place of Logback's own, before any appender is made: so they hold for
 * console and file, and for every pattern that somebody sets. JSON needs none of this.
 */
public class OneLineLog implements ApplicationListener<ApplicationStartingEvent> {

  @Override
  public void onApplicationEvent(ApplicationStartingEvent starting) {
    convert(List.of("m", "msg", "message"), OneLineMessage::new);
    convert(List.of("X", "mdc"), OneLineContext::new);
    convert(
        List.of("ex", "exception", "throwable", "xEx", "xException", "xThrowable"),
        ReadableStackTrace::new);
  }

  private static void convert(List<String> words, Supplier<DynamicConverter> converter) {
    words.forEach(it -> PatternLayout.DEFAULT_CONVERTER_SUPPLIER_MAP.put(it, converter));
  }
}
