package com.dhakacart.runbook.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a database of H2 may lose when the process or its machine ends, as it stands: what is
 * written down here is durable, and all else is named.
 */
class H2Losses {

  /** A file on a disk; whatever other file system H2 has is named, most of them being memory. */
  private static final Pattern FILE =
      Pattern.compile(
          "(?:(?:file|nio|nioMapped|async|retry|split:\\d+):)*(?:/|[A-Za-z]:[/\\\\]).*");

  private static final Pattern STAYS_OPEN = Pattern.compile(";DB_CLOSE_ON_EXIT=FALSE(?:;|$)");

  /** H2's own default: how long it leaves alone what a torn write would need. */
  private static final int RETAINED_MILLIS = 45_000;

  private final JdbcTemplate h2;
  private final String url;

  /**
   * @param url with its settings, some of which H2 does not tell
   */
  H2Losses(JdbcTemplate h2, String url) {
    this.h2 = h2;
    this.url = url.toUpperCase(Locale.ROOT);
  }

  /** A sentence each, with what to do about it; none where nothing is lost. */
  List<String> inWords() {
    String path = h2.queryForObject("SELECT DATABASE_PATH()", String.class);
    if (path == null || !FILE.matcher(path).matches()) {
      return List.of(
          "The runbook's database is in memory: when the process ends, every incident and approval"
              + " is gone; set DB_URL to a database of PostgreSQL");
    }
    List<String> losses = new ArrayList<>();
    losses.add(
        "H2 does not wait for the disk: what was acknowledged outlives this process, but not the machine when that goes down; set DB_URL to a database of PostgreSQL where that must not be lost");
    int delay = setting("WRITE_DELAY", 0);
    if (delay > 0) {
      losses.add(
          "H2 keeps a commit in memory for %d ms: a crash takes alerts and approvals along that were acknowledged; append ;WRITE_DELAY=0 to DB_URL"
              .formatted(delay));
    }
    if (setting("LOCK_MODE", 3) == 0) {
      losses.add(
          "H2 locks nothing (LOCK_MODE=0): two steps at once may leave half of each; remove it from DB_URL");
    }
    if (setting("RETENTION_TIME", RETAINED_MILLIS) < RETAINED_MILLIS) {
      losses.add(
          "H2 writes over what it would need after a crash (RETENTION_TIME); remove it from DB_URL");
    }
    if (!STAYS_OPEN.matcher(url).find()) {
      losses.add(
          "H2 closes the database while a step still ends, and what it did is done again after the next start; append ;DB_CLOSE_ON_EXIT=FALSE to DB_URL");
    }
    return losses;
  }

  /** The one that is furthest from the default, where H2 names two. */
  private int setting(String name, int durable) {
    return h2
        .queryForList(
            "SELECT CAST(SETTING_VALUE AS INT) FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = ?",
            Integer.class,
            name)
        .stream()
        .filter(it -> it != durable)
        .findFirst()
        .orElse(durable);
  }
}
