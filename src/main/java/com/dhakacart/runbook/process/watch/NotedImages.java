package com.dhakacart.runbook.process.watch;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ImageHistory;
import com.dhakacart.runbook.incident.ImageNote;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.StoredText;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What ran under the images' names, from incident to incident and from the watch in between: only
 * so can it be told that a tag was moved. Kept in a table, so that it outlives a restart and is of
 * every node.
 */
@Component
public class NotedImages {

  /** Of one workload: some releases of some containers. */
  static final int MOST = 20;

  private final JdbcClient jdbc;
  private final Clock clock;

  NotedImages(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What was noted before, newest first; and what runs now is noted. */
  public Answer<List<ImageNote>> beforeNow(Workload workload, List<PodState> pods) {
    Answer<List<ImageNote>> before =
        Answer.of("the runbook's own notes of images", clock.instant(), of(workload));
    note(workload, pods);
    return before;
  }

  /** Notes what runs now, where all pods run the same. */
  void note(Workload workload, List<PodState> pods) {
    Instant now = clock.instant();
    for (ImageHistory running : ImageHistory.of(of(workload), pods)) {
      if (StoredText.IMAGE.takes(running.image()) && StoredText.IMAGE.takes(running.now())) {
        note(workload, running, now);
      }
    }
  }

  private void note(Workload workload, ImageHistory running, Instant now) {
    if (running.since() == null || !sawAgain(workload, running, now)) {
      jdbc.sql(
              "insert into runbook_image (namespace, deployment, container, image, image_id, first_seen, last_seen) values (?, ?, ?, ?, ?, ?, ?)")
          .params(
              workload.namespace(),
              workload.deployment(),
              running.container(),
              running.image(),
              running.now(),
              Timestamp.from(now),
              Timestamp.from(now))
          .update();
      forgetTheOldest(workload);
    }
  }

  private boolean sawAgain(Workload workload, ImageHistory running, Instant now) {
    return jdbc.sql(
                "update runbook_image set last_seen = ? where namespace = ? and deployment = ? and container = ? and image = ? and image_id = ? and first_seen = ?")
            .params(
                Timestamp.from(now),
                workload.namespace(),
                workload.deployment(),
                running.container(),
                running.image(),
                running.now(),
                Timestamp.from(running.since()))
            .update()
        > 0;
  }

  private void forgetTheOldest(Workload workload) {
    Optional<Long> oldest =
        jdbc.sql(
                "select id from runbook_image where namespace = ? and deployment = ? order by id desc offset ? rows fetch first 1 rows only")
            .params(workload.namespace(), workload.deployment(), MOST)
            .query(Long.class)
            .optional();
    oldest.ifPresent(
        id ->
            jdbc.sql("delete from runbook_image where namespace = ? and deployment = ? and id <= ?")
                .params(workload.namespace(), workload.deployment(), id)
                .update());
  }

  private List<ImageNote> of(Workload workload) {
    return jdbc.sql(
            "select container, image, image_id, first_seen, last_seen from runbook_image where namespace = ? and deployment = ? order by id desc")
        .params(workload.namespace(), workload.deployment())
        .query(
            (row, number) ->
                new ImageNote(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getTimestamp(4).toInstant(),
                    row.getTimestamp(5).toInstant()))
        .list();
  }
}
