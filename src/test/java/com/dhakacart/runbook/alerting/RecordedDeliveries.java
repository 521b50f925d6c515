package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.incident.Alert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What a real Alertmanager 0.25 sent (src/test/cluster/record-alerts). */
public final class RecordedDeliveries {

  private static final Path FOLDER = Path.of("src/test/resources/alerts/alertmanager-0.25");

  private RecordedDeliveries() {}

  public static List<Alert> read(String name) {
    try {
      return parse(Files.readString(FOLDER.resolve(name + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The alerts of a notification of which the test knows the text. */
  public static List<Alert> parse(String notification) {
    return new NotificationReader(Clock.systemUTC())
        .read(notification.getBytes(StandardCharsets.UTF_8))
        .alerts();
  }
}
