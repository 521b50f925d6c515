package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.camunda.spin.Spin.JSON;

import com.dhakacart.runbook.cluster.ChangeTarget;
import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.cluster.changing.Interrupted;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Reversal;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.Plans;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstanceModificationBuilder;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Nothing reaches the API server past the recorded approval, whoever moves the process and whatever
 * its variables say; and what was approved reaches it once, whenever the product is stopped. The
 * door refuses most of this before; here it is open, by the engine's own Java API.
 */
class LastLockTest extends Walking {

  private static final WatchedApiServer API = new WatchedApiServer();

  @Autowired
  @Qualifier("kubernetesClusterChanges")
  ClusterChanges changing;

  @Autowired
  @Qualifier("kubernetesClusterView")
  ClusterView changed;

  @Autowired Plans plans;
  @Autowired MadeChanges changes;
  @Autowired JdbcClient jdbc;

  private SimulatedWorld simulated;

  @DynamicPropertySource
  static void cluster(DynamicPropertyRegistry properties) {
    properties.add("runbook.cluster.url", API::url);
    properties.add("runbook.cluster.retries", () -> 0);
  }

  @BeforeEach
  void aRealApiServer() {
    simulated = SimulatedWorld.start(Pace.test());
    API.standBefore(simulated.cluster().uri());
    simulated.cluster().setImage("dhakacart/backend:v2-bad");
    world.changing = changing;
    world.changed = changed;
  }

  @AfterEach
  void goAway() {
    simulated.close();
  }

  @AfterAll
  static void close() {
    API.close();
  }

  // ---- the process is moved

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serviceTask_restartBackend",
        "serviceTask_startProbe",
        "serviceTask_restartTheRest",
        "serviceTask_raiseLimits",
        "serviceTask_scaleOut",
        "serviceTask_rollBackRelease",
        "serviceTask_degradeGracefully",
        "serviceTask_undoChange"
      })
  void tokenIsMovedPastTheApproval_nothingIsWritten_andAPersonIsAsked(String change) {
    incidentWith(Fault.BAD_RELEASE);

    moved().cancelAllForActivity("userTask_approveChange").startBeforeActivity(change).execute();
    walk.goOn();

    assertThat(API.writes()).isEmpty();
    assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");
    assertThat(walk.briefing("userTask_changeByHand")).contains("No approved plan");
    nothingIsStuck();
    keptThatItWasRefused();
  }

  @Test
  void probeThatNobodyApprovedIsTakenBack_nothingIsWritten() {
    incidentWith(Fault.BAD_RELEASE);

    moved()
        .cancelAllForActivity("userTask_approveChange")
        .startBeforeActivity("serviceTask_takeBackProbe")
        .setVariable("probe", "DOES_NOT_HELP")
        .execute();
    walk.goOn();

    assertThat(API.writes()).isEmpty();
    nothingIsStuck();
    keptThatItWasRefused();
  }

  @Test
  void tokenIsMovedToTheWholeChange_nothingIsWritten() {
    incidentWith(Fault.BAD_RELEASE);

    moved()
        .cancelAllForActivity("userTask_approveChange")
        .startBeforeActivity("subProcess_makeChange")
        .execute();
    walk.goOn();

    assertThat(API.writes()).isEmpty();
    assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");
  }

  @Test
  void undoIsPreparedThoughNobodyDecidedIt_nothingIsWritten() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve();

    moved().startBeforeActivity("serviceTask_prepareUndo").execute();
    walk.goOn();

    assertThat(API.writes()).hasSize(1);
    assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");
    nothingIsStuck();
  }

  @Test
  void takeBackIsBegunThoughNobodyApprovedIt_nothingMoreIsWritten_andItIsAskedAgain() {
    incidentWith(Fault.OUT_OF_MEMORY).approve().recovers().recordRootCause();
    List<String> raised = API.writes();
    assertThat(raised).isNotEmpty();

    moved()
        .cancelAllForActivity("userTask_approveTakeBack")
        .startBeforeActivity("serviceTask_takeBackChange")
        .execute();
    walk.goOn();

    assertThat(API.writes()).isEqualTo(raised);
    assertThat(walk.openTasks()).contains("userTask_approveTakeBack");
    nothingIsStuck();
  }

  @Test
  void taskIsSignalledWithForgedVariables_nothingIsWritten() {
    incidentWith(Fault.BAD_RELEASE);
    Task task = walk.task("userTask_approveChange");
    forge(task.getExecutionId());
    engine.getTaskService().setVariablesLocal(task.getId(), forgery());

    runtime().signal(task.getExecutionId());
    forge(walk.instance().getId());
    walk.goOn();

    assertThat(API.writes()).isEmpty();
    assertThat(walk.openTasks()).containsAnyOf("userTask_changeByHand", "userTask_decideNextStep");
    nothingIsStuck();
  }

  @Test
  void tokenIsMovedWithForgedVariables_nothingIsWritten() {
    incidentWith(Fault.BAD_RELEASE);

    moved()
        .cancelAllForActivity("userTask_approveChange")
        .startBeforeActivity("subProcess_makeChange")
        .setVariables(forgery())
        .setVariablesLocal(forgery())
        .execute();
    walk.goOn();

    assertThat(API.writes()).isEmpty();
    assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");
  }

  private void forge(String execution) {
    runtime().setVariables(execution, forgery());
    runtime().setVariablesLocal(execution, forgery());
  }

  /** All that the model's ways and the change's steps read. */
  private Map<String, Object> forgery() {
    return Map.of(
        "decision",
        "APPROVE",
        "approvedByEnough",
        true,
        "approvedBy",
        "oncall",
        "cause",
        "CODE_DEPLOYMENT",
        "remedy",
        "ROLLBACK",
        "changeMade",
        false,
        "stillFailing",
        true,
        "plannedChange",
        JSON("{\"number\": 1, \"command\": \"kubectl rollout undo\"}"));
  }

  @Test
  void processOfNoIncidentNamesOneOfAnother_nothingIsWritten() {
    incidentWith(Fault.BAD_RELEASE);
    Map<String, Object> ofTheIncident = runtime().getVariablesTyped(walk.instance().getId(), false);
    approveOnly();

    runtime()
        .createProcessInstanceByKey(RunbookWalk.KEY)
        .businessKey("nobody-knows-it")
        .setVariables(ofTheIncident)
        .setVariables(forgery())
        .startBeforeActivity("serviceTask_rollBackRelease")
        .execute();
    walk.follow("nobody-knows-it");

    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> walk.goOn())
        .withStackTraceContaining("in a process of nobody-knows-it");
    assertThat(API.writes()).isEmpty();
  }

  // ---- the approval is not, or no longer, of this

  @Test
  void anotherPlanIsMadeAfterTheApproval_neitherIsWritten() {
    incidentWith(Fault.BAD_RELEASE);
    approveOnly();
    walk.goOnTo("serviceTask_rollBackRelease");
    API.afterNextRead(this::anotherPlanIsMade);
    walk.goOn();

    assertThat(API.writes()).isEmpty();
    assertThat(walk.briefing("userTask_changeByHand")).contains("Plan 1 is not the newest one");
    assertThat(uses()).isEmpty();
  }

  private void anotherPlanIsMade() {
    Plan plan = plans.latest(walk.incident()).orElseThrow().plan();
    plans.keep(walk.incident(), Remedy.ROLLBACK, plan, 1);
  }

  @Test
  void twoPeopleAreNeededAndOneApproved_refusedAtTheWriteToo() {
    incidentWith(Fault.BAD_RELEASE);
    approveOnly();
    walk.goOnTo("serviceTask_rollBackRelease");
    API.afterNextRead(() -> change("update runbook_plan set approvals_needed = 2"));

    walk.goOn();

    assertThat(API.writes()).isEmpty();
    assertThat(walk.briefing("userTask_changeByHand")).contains("by 1 of the 2 people");
  }

  @Test
  void changesArePausedWhileTheObjectIsRead_nothingIsWritten() {
    incidentWith(Fault.BAD_RELEASE);
    approveOnly();
    walk.goOnTo("serviceTask_rollBackRelease");
    API.afterNextRead(
        () ->
            change(
                """
                insert into runbook_pause (name, paused, changed_by, changed_at, reason)
                values ('changes', true, 'senior', current_timestamp, 'not now')"""));
    try {
      walk.goOn();
    } finally {
      change("delete from runbook_pause");
    }

    assertThat(API.writes()).isEmpty();
    assertThat(walk.briefing("userTask_changeByHand")).contains("by senior: not now");
  }

  @Test
  void planIsRewrittenAfterTheApproval_nothingIsWritten() {
    incidentWith(Fault.BAD_RELEASE);
    approveOnly();
    walk.goOnTo("serviceTask_rollBackRelease");
    API.afterNextRead(() -> change("update runbook_plan set body = replace(body, 'v1', 'v9')"));

    walk.goOn();

    assertThat(API.writes()).isEmpty();
    assertThat(walk.briefing("userTask_changeByHand")).contains("by 0 of the 1 people");
  }

  @Test
  void planOfNothing_isNoPlan() {
    incidentWith(Fault.BAD_RELEASE);
    plans.keep(
        walk.incident(),
        Remedy.NONE,
        Plan.nothing(Cause.CODE_DEPLOYMENT, "nothing helps", clock.instant()),
        1);

    moved().startBeforeActivity("serviceTask_rollBackRelease").execute();
    walk.goOn();

    assertThat(API.writes()).isEmpty();
  }

  /** The step had failed, and is tried again behind the last measurement. */
  @Test
  void failedStepIsTriedAgainADayLater_healthyServiceIsLeftAlone() {
    failsBeforeItsWrite(Fault.BAD_RELEASE, "serviceTask_rollBackRelease");
    world.heal();
    walk.goOn();

    assertThat(API.writes()).isEmpty();
    assertThat(walk.openTasks()).isEmpty();
    assertThat(walk.waitsAt("event_measureAgain")).isTrue();
    nothingIsStuck();
  }

  @Test
  void failedStepIsTriedAgainADayLater_whatStillHelpsIsAskedAgain_andMadeOnce() {
    failsBeforeItsWrite(Fault.POOL_EXHAUSTED, "serviceTask_restartBackend");
    walk.goOn();

    assertThat(API.writes()).isEmpty();
    assertThat(walk.briefing("userTask_approveChange"))
        .contains("Plan 1 was approved at", "good for 30 min (runbook.approval.valid-for)");
    walk.approve();

    assertThat(API.writes()).hasSize(1);
    assertThat(made()).containsExactly("2-restart");
  }

  private void failsBeforeItsWrite(Fault fault, String change) {
    incidentWith(fault);
    approveOnly();
    walk.goOnTo(change);
    world.changing = Interrupted.beforeTheWrite(changing);
    assertThatExceptionOfType(Interrupted.Stopped.class).isThrownBy(() -> walk.goOn());
    world.changing = changing;
    clock.forward(Duration.ofDays(1));
  }

  // ---- an approval is used once

  @Test
  void undoDrifts_theDecisionForItIsUsedUp() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");
    complete("userTask_decideNextStep", UNDO);
    walk.goOnTo("serviceTask_undoChange");
    simulated.cluster().setImage("dhakacart/backend:v3");
    walk.goOn();
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");

    moveBackTo("serviceTask_prepareUndo");

    assertThat(API.writes()).hasSize(1);
    assertThat(walk.openTasks()).contains("userTask_changeByHand");
  }

  // all annotations were written anew, as they had been when it was planned
  @Test
  void annotationsAreWrittenWhileARollbackIsAsked_theyStay() {
    incidentWith(Fault.BAD_RELEASE);
    annotate("argocd.argoproj.io/compare-options", "IgnoreExtraneous");
    annotate("kubectl.kubernetes.io/last-applied-configuration", "{\"spec\":{}}");

    walk.approve();

    assertThat(made()).containsExactly("1-roll-back");
    assertThat(annotations())
        .containsEntry("argocd.argoproj.io/compare-options", "IgnoreExtraneous")
        .containsEntry("kubectl.kubernetes.io/last-applied-configuration", "{\"spec\":{}}");
  }

  @Test
  void annotationThatARollbackTakesAwayIsAnotherOneByNow_askedAgain_andUndoneWithTheNewOne() {
    world.healsByChange = false;
    annotate("example.com/build", "2");
    incidentWith(Fault.BAD_RELEASE);
    annotate("example.com/build", "3");

    walk.approve();

    assertThat(API.writes()).isEmpty();
    assertThat(walk.briefing("userTask_approveChange")).contains("annotations.example.com/build");

    walk.approve();

    assertThat(annotations()).doesNotContainKey("example.com/build");

    walk.fire("event_recoveryTimedOut").decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(annotations()).containsEntry("example.com/build", "3");
  }

  private void annotate(String key, String value) {
    simulated
        .cluster()
        .edit(
            it ->
                new DeploymentBuilder(it)
                    .editMetadata()
                    .addToAnnotations(key, value)
                    .endMetadata()
                    .build());
  }

  private Map<String, String> annotations() {
    return simulated.cluster().deployment().getMetadata().getAnnotations();
  }

  // kubectl delete and create, or a kubeconfig that leads to another cluster since
  @Test
  void objectIsMadeAnewWithTheSameTemplate_itIsAnotherOne_andAskedAgain() throws Exception {
    incidentWith(Fault.BAD_RELEASE);
    madeAnew();

    walk.approve();

    assertThat(API.writes()).isEmpty();
    assertThat(walk.variable("drift")).asString().contains("is another object by now");
    nothingIsStuck();
  }

  // what stands there is as the change would make it: of another object that says nothing
  @Test
  void anotherObjectIsAsTheChangeWouldMakeIt_itIsNotTakenAsMade() throws Exception {
    incidentWith(Fault.BAD_RELEASE);
    simulated.cluster().setImage("dhakacart/backend:v1");
    madeAnew();

    walk.approve();

    assertThat(made()).isEmpty();
    assertThat(API.writes()).isEmpty();
  }

  @Test
  void objectIsMadeAnewWhileAnUndoIsDecided_itIsDecidedAgain() throws Exception {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");
    madeAnew();

    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(API.writes()).hasSize(1);
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("is another object by now");
  }

  // ---- an undo is of what was shown

  // planned on whatever stood there, and approved by itself, it wrote over a hotfix
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void somebodyDeploysWhileAnUndoIsDecided_itIsNotWrittenOver_andDecidedAgain(boolean before) {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");
    if (before) {
      simulated.cluster().setImage("dhakacart/backend:v3-hotfix");
    }
    complete("userTask_decideNextStep", UNDO);
    if (!before) {
      simulated.cluster().setImage("dhakacart/backend:v3-hotfix");
    }
    walk.goOn();

    assertThat(API.writes()).hasSize(1);
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("is not as 1-roll-back left it (spec.template.spec.containers[backend].image)");
    nothingIsStuck();
  }

  // the undo of limits leaves an image alone; but it was shown for the pods that ran then
  @Test
  void undoWouldLeaveAloneWhatSomebodyDeployed_nothingOfItIsWritten_andItIsDecidedAgain() {
    List<String> made = moreCapacityDidNotHelp();
    simulated.cluster().setImage("dhakacart/backend:v3-hotfix");

    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(API.writes()).isEqualTo(made);
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("is not as 1-raise-limits left it (spec.template)");
  }

  @Test
  void oneOfTwoIsWrittenOverWhileTheirUndoIsDecided_theOtherIsNotUndoneAlone() {
    List<String> made = moreCapacityDidNotHelp();
    HorizontalPodAutoscaler theirs = simulated.cluster().autoscaler().orElseThrow();
    theirs.getSpec().setMinReplicas(4);
    simulated.cluster().put(theirs);
    changes.reverted(
        walk.incident(),
        List.of(new Reversal("1-scale-out", List.of("spec.minReplicas"), "argocd", null)));

    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(API.writes()).isEqualTo(made);
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("is not as 1-scale-out left it (spec.minReplicas)");

    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(changes.inEffect(walk.incident())).as("the one that was shown").isEmpty();
    assertThat(API.writes()).hasSize(made.size() + 1);
  }

  @Test
  void nobodyElseWroteToEither_bothAreUndone() {
    List<String> made = moreCapacityDidNotHelp();

    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(API.writes()).hasSize(made.size() + 2);
    assertThat(changes.inEffect(walk.incident())).isEmpty();
  }

  private List<String> moreCapacityDidNotHelp() {
    world.healsByChange = false;
    incidentWith(Fault.OUT_OF_MEMORY).approve().fire("event_recoveryTimedOut");
    assertThat(made()).containsExactlyInAnyOrder("1-raise-limits", "1-scale-out");
    return API.writes();
  }

  @Test
  void processIsMovedBackAfterTheChange_itIsFoundMade_andWrittenOnce() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve();

    moveBackTo("serviceTask_rollBackRelease");

    assertThat(API.writes()).hasSize(1);
    assertThat(made()).containsExactly("1-roll-back");
  }

  // kubectl rollout undo leaves no mark of ours on the object
  @Test
  void processIsMovedBackWhenSomebodyHasUndoneIt_itIsNotWrittenAgain() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve();
    simulated
        .cluster()
        .edit(
            it ->
                new DeploymentBuilder(it)
                    .editMetadata()
                    .removeFromAnnotations("runbook.dhakacart.com/changes")
                    .endMetadata()
                    .build());
    simulated.cluster().setImage("dhakacart/backend:v2-bad");

    moveBackTo("serviceTask_rollBackRelease");

    assertThat(API.writes()).hasSize(1);
  }

  @Test
  void processIsMovedBackAfterTheUndo_nothingMoreIsWritten() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE)
        .approve()
        .fire("event_recoveryTimedOut")
        .decide("userTask_decideNextStep", "senior", UNDO);
    assertThat(API.writes()).hasSize(2);

    moveBackTo("serviceTask_undoChange");
    moveBackTo("serviceTask_rollBackRelease");
    moveBackTo("serviceTask_prepareUndo");

    assertThat(API.writes()).hasSize(2);
    assertThat(made()).containsExactly("1-roll-back", "2-undo-1-roll-back");
    assertThat(changes.inEffect(walk.incident())).isEmpty();
  }

  // ---- it is stopped in the middle

  @Test
  void stoppedBetweenMarkAndWrite_afterTheRetryItIsMadeOnce() {
    incidentWith(Fault.BAD_RELEASE);
    approveOnly();
    walk.goOnTo("serviceTask_rollBackRelease");
    world.changing = Interrupted.beforeTheWrite(changing);

    assertThatExceptionOfType(Interrupted.Stopped.class).isThrownBy(() -> walk.goOn());
    assertThat(API.writes()).isEmpty();
    assertThat(uses()).as("committed before the write").containsExactly("1-roll-back");
    assertThat(made()).isEmpty();
    world.changing = changing;
    walk.goOn();

    madeOnce();
  }

  @Test
  void stoppedBetweenWriteAndCommit_afterTheRetryItIsMadeOnce() {
    incidentWith(Fault.BAD_RELEASE);
    approveOnly();
    walk.goOnTo("serviceTask_rollBackRelease");
    world.changing = Interrupted.afterTheWrite(changing);

    assertThatExceptionOfType(Interrupted.Stopped.class).isThrownBy(() -> walk.goOn());
    assertThat(API.writes()).hasSize(1);
    assertThat(made()).as("rolled back").isEmpty();
    world.changing = changing;
    walk.goOn();

    madeOnce();
  }

  @Test
  void answerToTheWriteIsLost_nextRoundFindsItMade() {
    incidentWith(Fault.BAD_RELEASE);
    API.loseNextAnswer();
    walk.approve();
    assertThat(made()).isEmpty();

    walk.fire("event_clusterUnreachable");

    madeOnce();
  }

  private void keptThatItWasRefused() {
    String kept =
        "select count(*) from runbook_refusal where incident_key = ? and why = 'CHANGE_NOT_APPROVED'";
    await()
        .until(
            () -> jdbc.sql(kept).param(walk.incident()).query(Integer.class).single(),
            rows -> rows > 0);
  }

  private void madeOnce() {
    assertThat(API.writes()).hasSize(1);
    assertThat(made()).containsExactly("1-roll-back");
    assertThat(uses()).containsExactly("1-roll-back");
    nothingIsStuck();
  }

  // ---- words of the tests

  private void approveOnly() {
    complete("userTask_approveChange", APPROVE);
  }

  /** The person decides, and nothing goes on yet. */
  private void complete(String taskKey, Map<String, Object> answers) {
    Task task = walk.task(taskKey);
    engine.getIdentityService().setAuthentication("oncall", List.of("on-call"));
    try {
      engine.getTaskService().complete(task.getId(), answers);
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  private void madeAnew() throws Exception {
    Deployment anew =
        new DeploymentBuilder(simulated.cluster().deployment())
            .editMetadata()
            .withResourceVersion(null)
            .endMetadata()
            .build();
    String all = simulated.cluster().uri() + ChangeTarget.list("dhakacart", "deployments");
    send(HttpRequest.newBuilder(URI.create(all + "/" + anew.getMetadata().getName())).DELETE());
    send(
        HttpRequest.newBuilder(URI.create(all))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Serialization.asJson(anew))));
  }

  private static void send(HttpRequest.Builder request) throws Exception {
    var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
  }

  private ProcessInstanceModificationBuilder moved() {
    return runtime().createProcessInstanceModification(walk.instance().getId());
  }

  private void moveBackTo(String element) {
    moved().startBeforeActivity(element).execute();
    walk.goOn();
  }

  private RuntimeService runtime() {
    return engine.getRuntimeService();
  }

  private void nothingIsStuck() {
    assertThat(runtime().createIncidentQuery().count()).isZero();
    assertThat(
            engine
                .getManagementService()
                .createJobQuery()
                .processInstanceId(walk.instance().getId())
                .noRetriesLeft()
                .count())
        .isZero();
  }

  private void change(String sql) {
    jdbc.sql(sql).update();
  }

  private List<String> made() {
    return ids("select change_id from runbook_change where incident_key = ? order by applied_at");
  }

  private List<String> uses() {
    return ids("select change_id from runbook_use where incident_key = ?");
  }

  private List<String> ids(String sql) {
    return jdbc.sql(sql).param(walk.incident()).query(String.class).list();
  }
}
