package com.dhakacart.runbook.oncall;

import java.util.Arrays;

/** Nobody could be reached; the same page may go through later. */
public class PageNotSent extends RuntimeException {

  public PageNotSent(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * What was thrown while a page was sent. Of what nobody expected it tells the kind and the place,
   * and not the words, which may quote a token.
   */
  public static PageNotSent because(RuntimeException failure) {
    return failure instanceof PageNotSent expected
        ? expected
        : new PageNotSent(
            "sending failed by a fault of the runbook itself (%s at %s)"
                .formatted(failure.getClass().getSimpleName(), placeOf(failure)),
            failure);
  }

  private static String placeOf(RuntimeException failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(it -> it.getClassName().startsWith("com.dhakacart."))
        .findFirst()
        .map(it -> it.getFileName() + ":" + it.getLineNumber())
        .orElse("a place that it does not say");
  }
}
