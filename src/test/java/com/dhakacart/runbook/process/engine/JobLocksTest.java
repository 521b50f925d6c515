package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.process.node.NodeName;
import com.dhakacart.runbook.process.node.RealNodeName;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.history.HistoricIncident;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.AcquirableJobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class JobLocksTest {

  private ProcessEngine engine;
  private JdbcClient jdbc;
  private String instance;

  @BeforeEach
  void startAnInstanceWhoseJobNobodyRuns() {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    jdbc = JdbcClient.create(new DriverManagerDataSource(url, "sa", ""));
    engine = EngineInMemory.at(url);
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "waits.bpmn",
            Bpmn.createExecutableProcess("waits")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .camundaAsyncAfter()
                .endEvent()
                .done())
        .deploy();
    instance = engine.getRuntimeService().startProcessInstanceByKey("waits").getId();
  }

  @AfterEach
  void close() {
    ClockUtil.reset();
    engine.close();
  }

  @Test
  void nodeIsBackAfterItWasKilled_itTakesItsJobsUpAtOnce_othersStayLocked() {
    lockedBy("node-0");
    back("node-1");
    assertThat(acquired("node-1")).isEmpty();

    back("node-0");
    assertThat(acquired("node-0")).hasSize(1);
    assertThat(column("RETRIES_")).as("the try that its death ended is counted").isEqualTo("2");
    assertThat(column("LOCK_OWNER_")).isEqualTo("node-0");
  }

  @Test
  void nodeIsAskedToEnd_whatItTookAndDidNotBeginIsGivenBack_andNoTryIsCounted() throws Exception {
    JobLocks locks = back("node-0");
    assertThat(acquired("node-0")).hasSize(1);

    locks.destroy();
    assertThat(column("LOCK_OWNER_")).isEqualTo("null");
    assertThat(acquired("node-1")).hasSize(1);
    assertThat(column("RETRIES_")).isEqualTo("3");
  }

  @Test
  void nodeIsAskedToEnd_whatAnotherHasIsLeftAlone() throws Exception {
    JobLocks locks = back("node-0");
    lockedBy("node-1");

    locks.destroy();
    assertThat(column("LOCK_OWNER_")).isEqualTo("node-1");
  }

  @Test
  void anotherProcessLivesUnderItsName_whatThatHasIsLeftAlone_atTheStartAndAtTheEnd()
      throws Exception {
    lockedBy("node-0");
    String until = column("LOCK_EXP_TIME_");
    executor().setLockOwner("its own");

    JobLocks locks = back(RealNodeName.thatAnotherHas("node-0"));
    assertThat(executor().getLockOwner()).isEqualTo("its own");
    assertThat(column("LOCK_EXP_TIME_")).isEqualTo(until);
    assertThat(acquired("its own")).isEmpty();

    locks.destroy();
    assertThat(column("LOCK_OWNER_")).isEqualTo("node-0");
  }

  @Test
  void anotherProcessTookItsName_itTakesNoMoreJobs_andLeavesThatOnesAloneAtTheEnd() {
    JobLocks locks = back("node-0");
    executor().start();
    lockedBy("node-0");

    locks.nameIsLost(new AvailabilityChangeEvent<>(this, LivenessState.BROKEN));
    assertThat(executor().isActive()).isFalse();

    locks.destroy();
    assertThat(column("LOCK_OWNER_")).isEqualTo("node-0");
  }

  @Test
  void nodeStaysAway_anotherTakesItsJobsOverWhenTheLockEnds_andCountsATry() {
    lockedBy("node-0");
    assertThat(acquired("node-1")).isEmpty();

    ClockUtil.offset(Duration.ofMinutes(3).toMillis());
    assertThat(acquired("node-1")).hasSize(1);
    assertThat(column("RETRIES_")).isEqualTo("2");
  }

  /** The engine stores such a step locked, in the revision of one that nobody has touched yet. */
  @Test
  void stepIsBegunStraightAfterAnother_itsFirstDeathIsCountedToo() throws Exception {
    engine.getRuntimeService().deleteProcessInstance(instance, "another one is looked at");
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "two.bpmn",
            Bpmn.createExecutableProcess("two")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .camundaAsyncAfter()
                .serviceTask()
                .camundaAsyncBefore()
                .camundaClass(Endless.class)
                .endEvent()
                .done())
        .deploy();
    back("node-0");
    engine.getRuntimeService().startProcessInstanceByKey("two");
    executor().start();
    assertThat(Endless.BEGUN.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
    try {
      executor().getAcquireJobsRunnable().stop();
      assertThat(column("REV_")).isEqualTo("1");
      assertThat(column("LOCK_OWNER_")).isEqualTo("node-0");

      ClockUtil.offset(Duration.ofMinutes(10).toMillis());
      assertThat(acquired("node-1")).hasSize(1);
      assertThat(column("RETRIES_")).isEqualTo("2");
    } finally {
      Endless.END.release();
    }
  }

  /** Runs for as long as the test looks on. */
  public static class Endless implements JavaDelegate {

    static final Semaphore BEGUN = new Semaphore(0);
    static final Semaphore END = new Semaphore(0);

    @Override
    public void execute(DelegateExecution step) throws InterruptedException {
      BEGUN.release();
      END.acquire();
    }
  }

  /** Else whichever node has it would be killed for ever, and nobody would hear of it. */
  @Test
  void stepKillsItsProcessEachTime_itsLastTryIsApart_thenItHasFailed_andTheReasonIsKept() {
    for (int death = 1; death <= 2; death++) {
      lockedBy("node-0");
      back("node-0");
      assertThat(acquired("node-0")).as("death " + death).hasSize(death == 1 ? 1 : 0);
    }
    assertThat(column("RETRIES_")).isEqualTo("1");
    ClockUtil.offset(TakeOver.APART.toMillis());
    assertThat(acquired("node-0")).as("the last try").hasSize(1);

    back("node-0");
    assertThat(acquired("node-0")).isEmpty();
    assertThat(column("RETRIES_")).isEqualTo("0");
    assertThat(column("LOCK_OWNER_")).isEqualTo("null");
    assertThat(engine.getRuntimeService().createIncidentQuery().list())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getIncidentType()).isEqualTo(Incident.FAILED_JOB_HANDLER_TYPE);
              assertThat(it.getIncidentMessage()).contains("process ended each time");
            });
    assertThat(engine.getHistoryService().createHistoricIncidentQuery().singleResult())
        .extracting(HistoricIncident::getHistoryConfiguration)
        .as("tells the pages of two such steps apart")
        .isNotNull();
  }

  /** Both saw that it was free; the other's last try was taken for a death, and made twice. */
  @Test
  void anotherNodeIsFaster_itsStepIsNotTakenForOneThatNobodyEnds() {
    lastTryOfAStepThatWasBegun();
    acquire(
        new TakeOver(executor(), 10, jdbc) {
          @Override
          protected void lockJob(AcquirableJobEntity job) {
            lockedBy("node-0");
            super.lockJob(job);
          }
        });
    assertThat(column("RETRIES_")).isEqualTo("1");
    assertThat(column("LOCK_OWNER_")).isEqualTo("node-0");
  }

  @Test
  void anotherNodeBeginsIt_whileItIsToFail_itGoesOn() {
    lastTryOfAStepThatWasBegun();
    acquire(
        new TakeOver(executor(), 10, jdbc) {
          @Override
          protected void lockJob(AcquirableJobEntity job) {
            super.lockJob(job);
            lockedBy("node-0");
          }
        });
    assertThat(column("RETRIES_")).isEqualTo("1");
    assertThat(column("LOCK_OWNER_")).isEqualTo("node-0");
  }

  private void lastTryOfAStepThatWasBegun() {
    lockedBy("node-0");
    jdbc.sql("update ACT_RU_JOB set RETRIES_ = 1").update();
    back("node-0");
    executor().setLockOwner("node-1");
  }

  @Test
  void severalStepsWereRunning_eachHasItsLastTryApartFromTheOthers() {
    engine.getRuntimeService().startProcessInstanceByKey("waits");
    jdbc.sql("update ACT_RU_JOB set RETRIES_ = 2").update();
    lockedBy("node-0");
    back("node-0");
    assertThat(acquired("node-0")).isEmpty();

    ClockUtil.offset(TakeOver.APART.toMillis());
    assertThat(acquired("node-0")).hasSize(1);
    ClockUtil.offset(2 * TakeOver.APART.toMillis());
    assertThat(acquired("node-0")).hasSize(1);
  }

  // ---- names

  @Test
  void nodeOfASharedDatabaseHasNoName_nothingIsFreed_andItLocksUnderANameOfItsOwn() {
    lockedBy("node-0");
    executor().setLockOwner("its own");

    back(RealNodeName.ofShared(null));

    assertThat(executor().getLockOwner()).isEqualTo("its own");
    assertThat(acquired("node-1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:file:./data/runbook;WRITE_DELAY=0, the only node",
    "jdbc:h2:tcp://db/runbook, none",
    "jdbc:h2:./runbook;auto_server=true, none",
    "jdbc:postgresql://db/runbook, none"
  })
  void noNameIsSet_onlyADatabaseOfOneProcessGivesOne(String url, String name) {
    assertThat(RealNodeName.of(null, url).name().orElse("none")).isEqualTo(name);
    assertThat(RealNodeName.of("node-0", url).name()).contains("node-0");
  }

  private List<List<String>> acquired(String node) {
    executor().setLockOwner(node);
    return acquire(new TakeOver(executor(), 10, jdbc));
  }

  private List<List<String>> acquire(TakeOver takeOver) {
    return configuration().getCommandExecutorTxRequired().execute(takeOver).getJobIdBatches();
  }

  private JobLocks back(String node) {
    return back(RealNodeName.ofShared(node));
  }

  private JobLocks back(NodeName node) {
    JobLocks locks = new JobLocks(node, jdbc);
    locks.postInit(configuration());
    locks.postProcessEngineBuild(engine);
    return locks;
  }

  private ProcessEngineConfigurationImpl configuration() {
    return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
  }

  private JobExecutor executor() {
    return configuration().getJobExecutor();
  }

  private void lockedBy(String node) {
    jdbc.sql(
            "update ACT_RU_JOB set REV_ = REV_ + 1, LOCK_OWNER_ = ?, LOCK_EXP_TIME_ = dateadd('MINUTE', 2, current_timestamp)")
        .param(node)
        .update();
  }

  private String column(String name) {
    return jdbc.sql("select " + name + " from ACT_RU_JOB")
        .query((row, n) -> String.valueOf(row.getString(1)))
        .single();
  }
}
