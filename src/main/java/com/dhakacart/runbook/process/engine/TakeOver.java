package com.dhakacart.runbook.process.engine;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.impl.cmd.AcquireJobsCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.AcquiredJobs;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.AcquirableJobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Acquires jobs as the engine does, and counts a try of those that a node took and never gave back:
 * the engine itself counts exceptions only, and would give a step that kills its process to one
 * node after the other for ever. Which of several it was is not known, so the last try of each is
 * made apart from the others; what dies once more has failed, and on-call is paged.
 */
class TakeOver extends AcquireJobsCmd {

  private static final Logger log = LoggerFactory.getLogger(TakeOver.class);

  /** From the last try of one to that of the next: time enough to see who dies of it. */
  static final Duration APART = Duration.ofSeconds(5);

  private record Abandoned(String node, int tries) {}

  private final JdbcClient jdbc;
  private final List<String> putOff = new ArrayList<>();

  /** With the revision that each was seen in: what another node has begun since is not its. */
  private final Map<String, Integer> wornOut = new HashMap<>();

  TakeOver(JobExecutor executor, int jobs, JdbcClient jdbc) {
    super(executor, jobs);
    this.jdbc = jdbc;
  }

  @Override
  public AcquiredJobs execute(CommandContext command) {
    AcquiredJobs acquired = super.execute(command);
    putOff.forEach(acquired::removeJobId);
    wornOut.keySet().forEach(acquired::removeJobId);
    wornOut.forEach(
        (job, revision) ->
            command
                .getProcessEngineConfiguration()
                .getCommandExecutorTxRequiresNew()
                .execute(apart -> fail(apart, job, revision)));
    return acquired;
  }

  @Override
  protected void lockJob(AcquirableJobEntity job) {
    Optional<Abandoned> abandoned = abandoned(job);
    if (abandoned.isEmpty()) {
      super.lockJob(job);
      return;
    }
    int left = abandoned.get().tries();
    log.warn(
        "Job {} was begun by node {} and not ended: {} tries are left",
        job.getId(),
        abandoned.get().node(),
        left - 1);
    if (left <= 1) {
      wornOut.put(job.getId(), job.getRevision());
    } else if (left == 2) {
      putOff(job);
    } else {
      countATry(job);
      super.lockJob(job);
    }
  }

  /**
   * Asked for each job, by its key, also in its first revision: what the engine hands on to the
   * thread of the step before is stored locked. One that is not as it was seen any more has been
   * begun by another node, which was faster; the engine notices when it locks it.
   */
  private Optional<Abandoned> abandoned(AcquirableJobEntity job) {
    return jdbc.sql(
            "select LOCK_OWNER_, RETRIES_ from ACT_RU_JOB where ID_ = ? and REV_ = ? and LOCK_OWNER_ is not null")
        .params(job.getId(), job.getRevision())
        .query((row, n) -> new Abandoned(row.getString(1), row.getInt(2)))
        .optional();
  }

  /** Not where another node was faster. */
  private void countATry(AcquirableJobEntity job) {
    jdbc.sql("update ACT_RU_JOB set RETRIES_ = RETRIES_ - 1 where ID_ = ? and REV_ = ?")
        .params(job.getId(), job.getRevision())
        .update();
  }

  private void putOff(AcquirableJobEntity job) {
    putOff.add(job.getId());
    Instant due = ClockUtil.getCurrentTime().toInstant().plus(APART.multipliedBy(putOff.size()));
    jdbc.sql(
            """
            update ACT_RU_JOB set RETRIES_ = RETRIES_ - 1, DUEDATE_ = ?, LOCK_OWNER_ = null,
              LOCK_EXP_TIME_ = null, REV_ = REV_ + 1 where ID_ = ? and REV_ = ?""")
        .params(Timestamp.from(due), job.getId(), job.getRevision())
        .update();
  }

  private static Void fail(CommandContext command, String id, int revision) {
    JobEntity job = command.getJobManager().findJobById(id);
    if (job == null || job.getRevision() != revision) {
      return null; // ended meanwhile, or begun
    }
    IllegalStateException death =
        new IllegalStateException(
            "the runbook's own process ended each time while it ran this step; look into the log"
                + " before the starts, and at the memory that it may use");
    command.getHistoricJobLogManager().fireJobFailedEvent(job, death);
    job.unlock();
    job.setExceptionMessage(death.getMessage());
    job.setRetries(0); // the engine's incident, which pages
    return null;
  }
}
