package com.dhakacart.runbook.process.watch;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.Usual;
import java.time.Clock;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The watch's own tables, for those who only read or fill them. */
public final class RealNotes {

  private RealNotes() {}

  public static Usuals usuals(JdbcClient jdbc, Clock clock) {
    return new Usuals(jdbc, SettingsOf.type(WatchSettings.class, Map.of()), clock);
  }

  /** Notes a figure and a message, and forgets what is too much. */
  public static void note(Usuals usuals, String service, String subject, LogPattern pattern) {
    for (int round = 0; round < 2; round++) {
      usuals.note(service, Usual.Measure.REQUESTS_PER_SECOND, subject, 2);
      usuals.note(service, pattern);
      usuals.forget(service);
    }
  }

  public static boolean begin(JdbcClient jdbc, Clock clock, String service) {
    return new Rounds(jdbc, SettingsOf.type(WatchSettings.class, Map.of()), clock)
        .begin(service)
        .isPresent();
  }

  public static NotedImages images(JdbcClient jdbc, Clock clock) {
    return new NotedImages(jdbc, clock);
  }
}
