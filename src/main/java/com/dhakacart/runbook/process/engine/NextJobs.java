package com.dhakacart.runbook.process.engine;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.AcquirableJobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobManager;

/**
 * Which jobs the engine takes next. While few wait, all of them by one question; else found apart:
 * looks, as many as there is room for ({@link LookLimit}), and everything else. So neither waits
 * for the other: a thousand clocks that end at once do not hold up the first look at the worst
 * incident, and no clock waits for looks.
 */
class NextJobs extends JobManager {

  private final LookLimit limit;

  NextJobs(LookLimit limit) {
    this.limit = limit;
  }

  @Override
  public List<AcquirableJobEntity> findNextJobsToExecute(Page page) {
    if (!limit.crowded()) {
      List<AcquirableJobEntity> all = find(Long.MIN_VALUE, Long.MAX_VALUE, page);
      if (all.isEmpty() || (all.size() < page.getMaxResults() && limit.room().takes(all.size()))) {
        return all;
      }
    }
    return findApart(page);
  }

  private List<AcquirableJobEntity> findApart(Page page) {
    LookLimit.Room room = limit.room();
    int most = Math.min(page.getMaxResults(), room.looks());
    List<AcquirableJobEntity> looks =
        most > 0 ? find(room.from(), -1, new Page(0, most)) : List.of();
    if (most > 0 && looks.size() == most) {
      // there may be more of another kind, for which there is room
      Context.getProcessEngineConfiguration().getJobExecutor().jobWasAdded();
    }
    List<AcquirableJobEntity> others = find(0, Long.MAX_VALUE, page);
    limit.crowded(looks.size() >= most || others.size() == page.getMaxResults());
    List<AcquirableJobEntity> next = new ArrayList<>(looks);
    next.addAll(others);
    return next;
  }

  /** One thread asks for jobs; nothing else reads the range, see below. */
  private List<AcquirableJobEntity> find(long from, long to, Page page) {
    ProcessEngineConfigurationImpl engine = Context.getProcessEngineConfiguration();
    engine.setJobExecutorPriorityRangeMin(from);
    engine.setJobExecutorPriorityRangeMax(to);
    return super.findNextJobsToExecute(page);
  }

  /** All are, by one of the questions. */
  @Override
  protected boolean isJobPriorityInJobExecutorPriorityRange(long priority) {
    return true;
  }
}
