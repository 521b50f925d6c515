package com.dhakacart.runbook.process.access.connections;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;

/**
 * How long a caller may take: each holds one of the threads that answer ({@code
 * server.tomcat.threads.max}).
 *
 * @param bodyWithin the whole body of a request must have arrived
 * @param answerWithin the whole of an answer must have been read, from its first byte on
 * @param hurriedWithin holds instead of both while half of the threads wait for callers
 * @param maxBody bytes in a body; {@code /alerts} has a limit of its own
 */
@ConfigurationProperties("runbook.connections")
record ConnectionSettings(
    @DefaultValue("10s") Duration bodyWithin,
    @DefaultValue("60s") Duration answerWithin,
    @DefaultValue("2s") Duration hurriedWithin,
    @DefaultValue("1MB") DataSize maxBody) {

  ConnectionSettings {
    mustBePositive("body-within", bodyWithin);
    mustBePositive("answer-within", answerWithin);
    mustBePositive("hurried-within", hurriedWithin);
    if (maxBody.compareTo(DataSize.of(1, DataUnit.KILOBYTES)) < 0
        || maxBody.compareTo(DataSize.of(100, DataUnit.MEGABYTES)) > 0) {
      throw new IllegalArgumentException(
          "runbook.connections.max-body is "
              + maxBody
              + "; set it between 1KB and 100MB, since a body is held in memory");
    }
  }

  private static void mustBePositive(String name, Duration time) {
    if (time.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException(
          "runbook.connections.%s is %s; set it to 100ms or more".formatted(name, time));
    }
  }
}
