package com.dhakacart.runbook.process.watch;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.Usual;
import com.dhakacart.runbook.incident.Usual.Measure;
import com.dhakacart.runbook.incident.Usual.UsualFigure;
import com.dhakacart.runbook.incident.Usual.UsualPattern;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Json;
import com.dhakacart.runbook.process.Sha256;
import com.dhakacart.runbook.process.StoredText;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is normal for each service, in tables: it outlives a restart, and is of every node. */
@Component
public class Usuals {

  /** In the evidence of one incident. */
  private static final int MOST_READ = 100;

  /** So many rounds of an hour of the day, four days of them, are what an average is made of. */
  private static final int AVERAGE_OF = 50;

  private static final double FADES = 0.99;

  private final JdbcClient jdbc;
  private final WatchSettings settings;
  private final Clock clock;

  Usuals(JdbcClient jdbc, WatchSettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.clock = clock;
  }

  /** What was noted of the service, its figures at this hour of the day. */
  public Answer<Usual> of(Workload workload) {
    Instant now = clock.instant();
    String service = workload.service();
    String source = "the runbook's own notes of what is normal";
    return jdbc.sql("select since, rounds from runbook_watch where service = ?")
        .param(service)
        .query(
            (row, number) ->
                new Usual(
                    row.getTimestamp(1).toInstant(),
                    row.getInt(2),
                    figures(service, now),
                    patterns(service)))
        .optional()
        .map(usual -> Answer.of(source, now, usual))
        .orElseGet(
            () ->
                Answer.unknown(
                    source,
                    now,
                    settings.enabled()
                        ? "nothing was noted yet; see runbook.watch"
                        : "the watch is off (runbook.watch.enabled)"));
  }

  void note(String service, Measure measure, String subject, double value) {
    if (!Double.isFinite(value) || !StoredText.SUBJECT.takes(subject)) {
      return;
    }
    Instant now = clock.instant();
    boolean known =
        jdbc.sql(
                    """
                    update runbook_usual_figure
                    set average = average + (? - average) / least(rounds + 1, ?),
                        highest = greatest(?, highest * ?), rounds = rounds + 1, noted_at = ?
                    where service = ? and hour_of_day = ? and figure = ? and subject = ?\
                    """)
                .params(
                    value,
                    AVERAGE_OF,
                    value,
                    FADES,
                    Timestamp.from(now),
                    service,
                    hour(now),
                    measure.name(),
                    subject)
                .update()
            > 0;
    if (!known) {
      once(
          () ->
              jdbc.sql(
                      "insert into runbook_usual_figure (service, hour_of_day, figure, subject,"
                          + " rounds, average, highest, noted_at) values (?, ?, ?, ?, 1, ?, ?, ?)")
                  .params(
                      service,
                      hour(now),
                      measure.name(),
                      subject,
                      value,
                      value,
                      Timestamp.from(now))
                  .update());
    }
  }

  void note(String service, LogPattern pattern) {
    Instant now = clock.instant();
    String body = Json.write(pattern.words());
    String digest = Sha256.hex(body);
    boolean known =
        jdbc.sql(
                    "update runbook_usual_pattern set rounds = rounds + 1, line_count = line_count"
                        + " + ?, noted_at = ? where service = ? and digest = ?")
                .params(pattern.count(), Timestamp.from(now), service, digest)
                .update()
            > 0;
    if (!known) {
      once(
          () ->
              jdbc.sql(
                      "insert into runbook_usual_pattern (service, digest, body, rounds,"
                          + " line_count, first_seen, noted_at) values (?, ?, ?, 1, ?, ?, ?)")
                  .params(
                      service,
                      digest,
                      StoredText.wellFormed(body),
                      pattern.count(),
                      Timestamp.from(now),
                      Timestamp.from(now))
                  .update());
    }
  }

  /** What was not seen for long, and of the messages what is more than may be kept. */
  void forget(String service) {
    Timestamp old = Timestamp.from(clock.instant().minus(settings.keepFor()));
    jdbc.sql("delete from runbook_usual_figure where service = ? and noted_at < ?")
        .params(service, old)
        .update();
    jdbc.sql("delete from runbook_usual_pattern where service = ? and noted_at < ?")
        .params(service, old)
        .update();
    jdbc.sql(
            """
            delete from runbook_usual_pattern where service = ? and digest in (
              select digest from runbook_usual_pattern where service = ?
              order by noted_at desc, rounds desc, digest offset ? rows)\
            """)
        .params(service, service, settings.mostPatterns())
        .update();
  }

  private List<UsualFigure> figures(String service, Instant now) {
    return jdbc.sql(
            "select figure, subject, rounds, average, highest from runbook_usual_figure where"
                + " service = ? and hour_of_day = ? order by figure, subject fetch first ? rows"
                + " only")
        .params(service, hour(now), MOST_READ)
        .query(
            (row, number) ->
                new UsualFigure(
                    Measure.valueOf(row.getString(1)),
                    row.getString(2),
                    row.getInt(3),
                    row.getDouble(4),
                    row.getDouble(5)))
        .list();
  }

  private List<UsualPattern> patterns(String service) {
    return jdbc.sql(
            "select body, rounds, line_count, first_seen, noted_at from runbook_usual_pattern where"
                + " service = ? order by noted_at desc, rounds desc, digest fetch first ? rows"
                + " only")
        .params(service, MOST_READ)
        .query(
            (row, number) ->
                new UsualPattern(
                    Json.read(row.getString(1), LogPattern.Words.class),
                    row.getInt(2),
                    row.getLong(3),
                    row.getTimestamp(4).toInstant(),
                    row.getTimestamp(5).toInstant()))
        .list();
  }

  /** Where two nodes come at once, the other's note is as good. */
  private static void once(Runnable insert) {
    try {
      insert.run();
    } catch (DuplicateKeyException e) {
      return;
    }
  }

  private static int hour(Instant at) {
    return at.atZone(ZoneOffset.UTC).getHour();
  }
}
