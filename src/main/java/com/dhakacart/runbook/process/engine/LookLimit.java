package com.dhakacart.runbook.process.engine;

import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
 * Limits how many looks this node runs at once. The engine does the queueing: it takes jobs by
 * their priority ({@link JobUrgency}, {@link NextJobs}), and while there are as many looks of a
 * kind as there may be, the range of priorities that it takes begins above that kind. What is
 * running is counted in its own table, by the locks, so that nothing is forgotten and nothing left
 * over; and each time that jobs have ended, it looks whether there is room.
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
    Map<Long, Integer> running = running();
    long worst = urgency.firstLookAtTheWorst();
    int again = sum(running, Long.MIN_VALUE, JobUrgency.FIRST_LOOK);
    int milder = again + sum(running, JobUrgency.FIRST_LOOK, worst);
    int all = milder + sum(running, worst, 0);
    int roomForAll = settings.atOnce() - all;
    int roomForMilder = Math.min(roomForAll, settings.ofMilder() - milder);
    int roomForAgain = Math.min(roomForMilder, settings.askingAgain() - again);
    if (roomForAgain > 0) {
      return new Room(Long.MIN_VALUE, roomForAgain);
    }
    if (roomForMilder > 0) {
      return new Room(JobUrgency.FIRST_LOOK, roomForMilder);
    }
    return new Room(worst, roomForAll);
  }

  private static int sum(Map<Long, Integer> running, long from, long below) {
    return running.entrySet().stream()
        .filter(it -> it.getKey() >= from && it.getKey() < below)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** How many looks of which priority this node has begun, or is about to. */
  private Map<Long, Integer> running() {
    return jdbc
        .sql(
            """
            select PRIORITY_, count(*) from ACT_RU_JOB
            where LOCK_OWNER_ = ? and LOCK_EXP_TIME_ > ? and PRIORITY_ < 0 group by PRIORITY_""")
        .params(executor.getLockOwner(), Timestamp.from(ClockUtil.getCurrentTime().toInstant()))
        .query((row, n) -> Map.entry(row.getLong(1), row.getInt(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
