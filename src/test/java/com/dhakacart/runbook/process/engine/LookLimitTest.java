package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RealSeverities;
import com.dhakacart.runbook.process.Severities;
import com.dhakacart.runbook.process.SeverityRose;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cmd.AcquireJobsCmd;
import org.camunda.bpm.engine.impl.jobexecutor.AcquiredJobs;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** The engine's own job executor, on a small model with looks of both kinds. */
class LookLimitTest {

  private static final int WARNING = 2;
  private static final int CRITICAL = 4;

  private final ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();
  private final SpringJobExecutor executor = new SpringJobExecutor();
  private final Severities severities = RealSeverities.of(mock(Incidents.class));
  private final CountDownLatch clusterAnswers = new CountDownLatch(1);
  private final AtomicInteger milder = new AtomicInteger();
  private final AtomicInteger worst = new AtomicInteger();
  private final AtomicInteger again = new AtomicInteger();
  private final AtomicInteger other = new AtomicInteger();

  private JdbcClient jdbc;
  private ProcessEngine engine;

  @BeforeEach
  void engineWithItsLimits() {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    jdbc = JdbcClient.create(new DriverManagerDataSource(url, "sa", ""));
    threads.setCorePoolSize(12);
    threads.setMaxPoolSize(12);
    threads.setQueueCapacity(10);
    threads.setWaitForTasksToCompleteOnShutdown(true);
    threads.setAwaitTerminationSeconds(10);
    threads.initialize();
    executor.setTaskExecutor(threads);
    executor.setMaxJobsPerAcquisition(10);
    executor.setWaitTimeInMillis(100);
    executor.setMaxWait(200);
    ProcessEngineConfigurationImpl configuration =
        (ProcessEngineConfigurationImpl)
            new StandaloneInMemProcessEngineConfiguration()
                .setJdbcUrl(url)
                .setProcessEngineName(url)
                .setJobExecutorActivate(false);
    configuration.setJdbcMaxActiveConnections(40);
    configuration.setJobExecutor(executor);
    configuration.setBeans(Map.of("look", (JavaDelegate) this::look, "step", step()));
    configuration
        .getProcessEnginePlugins()
        .add(
            new LookLimit(
                SettingsOf.type(LookSettings.class, Map.of()), new JobUrgency(severities), jdbc));
    engine = configuration.buildProcessEngine();
    engine.getRepositoryService().createDeployment().addModelInstance("a.bpmn", model()).deploy();
  }

  @AfterEach
  void end() {
    clusterAnswers.countDown();
    executor.shutdown();
    threads.shutdown();
    engine.close();
  }

  private static BpmnModelInstance model() {
    return Bpmn.createExecutableProcess("fails")
        .camundaHistoryTimeToLive(1)
        .startEvent()
        .subProcess("subProcess_immediateActions")
        .embeddedSubProcess()
        .startEvent()
        .serviceTask("look")
        .camundaAsyncBefore()
        .camundaExclusive(false)
        .camundaDelegateExpression("${look}")
        .intermediateCatchEvent("event_askAgain")
        .timerWithDuration("P1D")
        .endEvent()
        .subProcessDone()
        .serviceTask("change")
        .camundaAsyncBefore()
        .camundaDelegateExpression("${step}")
        .endEvent()
        .done();
  }

  /** Nothing comes of it until the cluster answers. */
  private void look(DelegateExecution step) throws InterruptedException {
    AtomicInteger kind =
        step.hasVariable("unansweredQuestions")
            ? again
            : step.getVariable("urgency").equals(CRITICAL) ? worst : milder;
    kind.incrementAndGet();
    clusterAnswers.await();
  }

  private JavaDelegate step() {
    return step -> other.incrementAndGet();
  }

  @Test
  void clusterIsSilent_milderLooksLeaveRoomForTheWorst_andAllOfThemForEverythingElse() {
    start(30, Map.of("urgency", WARNING));
    executor.start();
    until(() -> milder.get() == 7);

    start(20, Map.of("urgency", CRITICAL));
    until(() -> worst.get() == 3);

    startOther(1, WARNING);
    until(() -> other.get() == 1);
    assertThat(milder).hasValue(7);
    assertThat(worst).hasValue(3);
  }

  @Test
  void thousandsAskAgain_whoAsksForTheFirstTimeDoesNotWaitForThem() {
    start(50, Map.of("urgency", CRITICAL, "unansweredQuestions", "pods"));
    executor.start();
    until(() -> again.get() == 5);

    start(1, Map.of("urgency", WARNING));
    until(() -> milder.get() == 1);
    assertThat(again).hasValue(5);
  }

  @Test
  void severeOnesAreLookedAtFirst_whicheverCameFirst() {
    start(30, Map.of("urgency", WARNING));
    start(3, Map.of("urgency", CRITICAL));
    executor.start();

    until(() -> worst.get() == 3);
    assertThat(milder).hasValueLessThanOrEqualTo(7);
  }

  /** As when a thousand phases of milder incidents end in the same seconds. */
  @Test
  void everythingElseIsMuch_firstLookAtTheWorstIsTakenBesideIt_andWhatIsWorseBeforeWhatIsMilder() {
    startOther(50, WARNING);
    startOther(1, CRITICAL);
    start(1, Map.of("urgency", CRITICAL));

    assertThat(take()).containsOnly(-196L, 4L, 2L).hasSize(11);
  }

  /**
   * A node that has nothing to do asks several times a second, and after each step of an incident.
   */
  @Test
  void fewWait_allAreTakenByOneQuestion_andWhereNothingWaitsTheRunningLooksAreNotCounted() {
    startOther(2, WARNING);
    start(3, Map.of("urgency", WARNING));
    jdbc.sql("set query_statistics true").update();

    assertThat(take()).containsOnly(2L, -198L).hasSize(5);
    assertThat(asked("%from ACT_RU_JOB RES%")).isEqualTo(1);
    assertThat(asked("select PRIORITY_, count(%from ACT_RU_JOB%")).isEqualTo(1);

    assertThat(take()).isEmpty();
    assertThat(asked("%from ACT_RU_JOB RES%")).isEqualTo(2);
    assertThat(asked("select PRIORITY_, count(%from ACT_RU_JOB%")).isEqualTo(1);
  }

  /** Many milder ones wait, then few: neither a limit nor a job is forgotten on the way. */
  @Test
  void moreWaitThanThereIsRoomFor_thenFewer_limitHoldsAndAllAreTaken() {
    start(12, Map.of("urgency", WARNING));
    startOther(1, WARNING);
    assertThat(take()).hasSize(6).containsOnly(-198L, 2L);
    assertThat(take()).containsOnly(-198L).hasSize(2);
    assertThat(take()).isEmpty();

    jdbc.sql("delete from ACT_RU_JOB where LOCK_OWNER_ is not null").update();
    assertThat(take()).containsOnly(-198L).hasSize(5);
    assertThat(take()).isEmpty();
  }

  // Each node counted its own only: two nodes asked the one API server twice as much.
  @Test
  void anotherNodeLooks_itsLooksCount_butNeverMoreThanHalf_andNotWhenItsLocksHaveEnded() {
    start(40, Map.of("urgency", WARNING));
    assertThat(takeAll()).hasSize(7);
    jdbc.sql("update ACT_RU_JOB set LOCK_OWNER_ = 'runbook-1' where LOCK_OWNER_ is not null")
        .update();

    assertThat(takeAll()).as("half of 7 is this node's").hasSize(3);
    start(10, Map.of("urgency", CRITICAL));
    assertThat(takeAll()).as("half of 10 is this node's").containsOnly(-196L).hasSize(2);
    end("runbook-1", 6);
    assertThat(takeAll()).as("of 10, 1 there and 5 here").containsOnly(-196L).hasSize(4);

    jdbc.sql("update ACT_RU_JOB set LOCK_EXP_TIME_ = ? where LOCK_OWNER_ = 'runbook-1'")
        .param(Timestamp.from(Instant.EPOCH))
        .update();
    assertThat(takeAll()).as("the other was killed, its locks have ended").hasSize(1);
  }

  private void end(String node, int looks) {
    jdbc.sql(
            "delete from ACT_RU_JOB where ID_ in (select ID_ from ACT_RU_JOB where LOCK_OWNER_ = ? fetch first ? rows only)")
        .params(node, looks)
        .update();
  }

  private List<Long> takeAll() {
    List<Long> all = new ArrayList<>();
    List<Long> next = take();
    while (!next.isEmpty()) {
      all.addAll(next);
      next = take();
    }
    return all;
  }

  private List<Long> take() {
    AcquiredJobs taken =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getCommandExecutorTxRequired()
            .execute(new AcquireJobsCmd(executor, 10));
    return taken.getJobIdBatches().stream().flatMap(List::stream).map(this::priority).toList();
  }

  private int asked(String statement) {
    return jdbc.sql(
            "select coalesce(sum(execution_count), 0) from information_schema.query_statistics"
                + " where sql_statement like ?")
        .param(statement)
        .query(Integer.class)
        .single();
  }

  @Test
  void roomComesBack_whenLooksEnd_andAllAreLookedAt_withoutWaitingForTheNextRound() {
    executor.setWaitTimeInMillis(120_000);
    executor.setMaxWait(120_000);
    start(200, Map.of("urgency", WARNING));
    executor.start();
    until(() -> milder.get() == 7 && nothingIsTaken());

    clusterAnswers.countDown();
    until(() -> milder.get() == 200);
  }

  /** Whoever takes the jobs waits for the next round. */
  private static boolean nothingIsTaken() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(it -> it.getName().startsWith("JobExecutor["))
        .allMatch(it -> it.getState() == Thread.State.TIMED_WAITING);
  }

  @Test
  void alertThatIsWorseJoins_itsIncidentIsMovedForward_andWhatRunsIsLeft() {
    engine
        .getRuntimeService()
        .startProcessInstanceByKey("fails", "INC-1", Map.of("urgency", WARNING));
    RisingUrgency rising = new RisingUrgency(engine, severities, jdbc);
    SeverityRose rose = new SeverityRose("INC-1", critical(), "warning");

    jdbc.sql("update ACT_RU_JOB set LOCK_OWNER_ = 'somebody'").update();
    rising.rise(rose);
    assertThat(priority()).isEqualTo(-198);

    jdbc.sql("update ACT_RU_JOB set LOCK_OWNER_ = null").update();
    rising.rise(rose);
    assertThat(priority()).isEqualTo(-196);
    assertThat(
            engine
                .getRuntimeService()
                .createVariableInstanceQuery()
                .variableName("urgency")
                .singleResult()
                .getValue())
        .isEqualTo(CRITICAL);
  }

  @Test
  void startedByAPerson_isAsUrgentAsCanBe() {
    engine.getRuntimeService().startProcessInstanceByKey("fails");
    assertThat(priority()).isEqualTo(-196);
  }

  private static Alert critical() {
    return new Alert(
        "f", "Fails", "shop", "critical", true, Instant.EPOCH, null, Map.of(), Map.of());
  }

  private long priority() {
    return ((JobEntity) engine.getManagementService().createJobQuery().singleResult())
        .getPriority();
  }

  private void start(int times, Map<String, Object> variables) {
    for (int i = 0; i < times; i++) {
      engine.getRuntimeService().startProcessInstanceByKey("fails", variables);
    }
  }

  private void startOther(int times, int urgency) {
    for (int i = 0; i < times; i++) {
      engine
          .getRuntimeService()
          .createProcessInstanceByKey("fails")
          .setVariables(Map.of("urgency", urgency))
          .startBeforeActivity("change")
          .execute();
    }
  }

  private long priority(String job) {
    return jdbc.sql("select PRIORITY_ from ACT_RU_JOB where ID_ = ?")
        .param(job)
        .query(Long.class)
        .single();
  }

  private void until(BooleanSupplier done) {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    while (!done.getAsBoolean() && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(done.getAsBoolean())
        .as(
            "began: %s milder looks, %s of the worst, %s that ask again, %s other steps",
            milder, worst, again, other)
        .isTrue();
  }
}
