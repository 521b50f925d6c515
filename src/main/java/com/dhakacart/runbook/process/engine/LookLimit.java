package com.dhakacart.runbook.process.engine;

import java.sql.Timestamp;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.JobManager;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Limits how many looks the nodes run at once, since they all ask one API server. The engine does
 * the queueing: it takes jobs by their priority ({@link JobUrgency}, {@link NextJobs}), and while
 * there are as many looks of a kind as there may be, the range of priorities that it takes begins
 * above that kind. What is running is counted in its own table, by the locks, so that nothing is
 * forgotten and nothing left over; and each time that jobs have ended, it looks whether there is
 * room.
 *
 * <p>Half of each limit is this node's in any case: a node that was killed, or that waits for an
 * API server which it alone cannot reach, holds its looks for long and must not keep the other from
 * looking.
 */
@Component
class LookLimit extends AbstractProcessEnginePlugin implements SessionFactory {

  private final LookSettings settings;
  private final JobUrgency urgency;
  private final JdbcClient jdbc;

  private JobExecutor executor;

  /** Of one acquisition for the next, which one thread makes. */
  private volatile boolean crowded;

  LookLimit(LookSettings settings, JobUrgency urgency, JdbcClient jdbc) {
    this.settings = settings;
    this.urgency = urgency;
    this.jdbc = jdbc;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    configuration.setJobPriorityProvider(urgency);
    configuration.setJobExecutorAcquireByPriority(true);
    configuration.setCustomSessionFactories(List.of(this));
  }

  @Override
  public void postInit(ProcessEngineConfigurationImpl configuration) {
    executor = configuration.getJobExecutor();
  }

  @Override
  public Class<?> getSessionType() {
    return JobManager.class;
  }

  @Override
  public Session openSession() {
    return new NextJobs(this);
  }

  /**
   * What may begin now.
   *
   * @param from the lowest priority
   * @param looks how many
   */
  record Room(long from, int looks) {

    /** Whether so many may begin, of whichever kind they are. */
    boolean takes(int jobs) {
      return from == Long.MIN_VALUE && jobs <= looks;
    }
  }

  /** Whether more waited than was taken when it was last looked, or may have. */
  boolean crowded() {
    return crowded;
  }

  void crowded(boolean crowded) {
    this.crowded = crowded;
  }

  Room room() {
    List<Running> running = running();
    long worst = urgency.firstLookAtTheWorst();
    int roomForAll = left(settings.atOnce(), running, 0);
    int roomForMilder = Math.min(roomForAll, left(settings.ofMilder(), running, worst));
    int roomForAgain =
        Math.min(roomForMilder, left(settings.askingAgain(), running, JobUrgency.FIRST_LOOK));
    if (roomForAgain > 0) {
      return new Room(Long.MIN_VALUE, roomForAgain);
    }
    if (roomForMilder > 0) {
      return new Room(JobUrgency.FIRST_LOOK, roomForMilder);
    }
    return new Room(worst, roomForAll);
  }

  /** Of a limit for the looks of a priority below the given one. */
  private static int left(int limit, List<Running> running, long below) {
    List<Running> counted = running.stream().filter(it -> it.priority() < below).toList();
    int here = counted.stream().mapToInt(Running::here).sum();
    int elsewhere = counted.stream().mapToInt(Running::elsewhere).sum();
    int always = Math.max(1, limit / 2);
    return limit - here - Math.min(elsewhere, limit - always);
  }

  /**
   * @param here looks of this priority that this node has begun, or is about to
   * @param elsewhere those of the others, or that a killed one has left
   */
  private record Running(long priority, int here, int elsewhere) {}

  private List<Running> running() {
    return jdbc.sql(
            """
            select PRIORITY_, count(case when LOCK_OWNER_ = ? then 1 end), count(case when LOCK_OWNER_ <> ? then 1 end)
            from ACT_RU_JOB where LOCK_EXP_TIME_ > ? and PRIORITY_ < 0 group by PRIORITY_""")
        .params(
            executor.getLockOwner(),
            executor.getLockOwner(),
            Timestamp.from(ClockUtil.getCurrentTime().toInstant()))
        .query((row, n) -> new Running(row.getLong(1), row.getInt(2), row.getInt(3)))
        .list();
  }
}
