package com.dhakacart.runbook.process.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.RunbookTables;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the write is told when it asks, on each database. */
abstract class ChangeUsesContract {

  private static final Change ROLL_BACK = change("1-roll-back", "[\"v1\"]");

  private static final Change PROBE = change("1-probe", "[1]");
  private static final Change REST = change("1-rest", "[2]");
  private static final Change BACK = change("1-probe-back", "[3]");

  private RunbookTables tables;
  private Plans plans;
  private MadeChanges changes;
  private PlanApprovals approvals;
  private ChangeUses uses;
  private Incident opened;
  private String incident;

  abstract DataSource database();

  @BeforeEach
  void anOpenIncident() {
    tables = new RunbookTables(database(), Clock.systemUTC());
    // they count against the budget of the day
    tables.jdbc.sql("delete from runbook_use").update();
    tables.jdbc.sql("delete from runbook_change").update();
    // nothing is taken back under them
    tables.jdbc.sql("delete from runbook_open_service").update();
    plans = tables.ledger().plans();
    changes = tables.ledger().changes();
    approvals = tables.ledger().approvals();
    uses = tables.ledger().uses();
    opened = open();
    incident = opened.key();
  }

  private Incident open() {
    String service = "shop-" + UUID.randomUUID();
    return tables
        .openings()
        .open(
            new Workload(service, "dhakacart", "dhakacart-backend", "backend", 5000, "shop"),
            "DhakaCartHighErrorRate");
  }

  // ---- may be begun

  @Test
  void approvedChange_isBegun_andBegunAgainItIsTheSameUse() {
    approved(ROLL_BACK);
    uses.begin(incident, 1, ROLL_BACK);
    uses.begin(incident, 1, ROLL_BACK);
    assertThat(begun()).containsExactly("1-roll-back");
  }

  @Test
  void whatWasBegun_isKept_whenTheStepIsRolledBack() {
    approved(ROLL_BACK);
    var step = new TransactionTemplate(new DataSourceTransactionManager(database()));
    step.executeWithoutResult(
        status -> {
          uses.begin(incident, 1, ROLL_BACK);
          status.setRollbackOnly();
        });
    assertThat(begun()).containsExactly("1-roll-back");
  }

  @Test
  void begunByManyAtOnce_isOneUse() {
    approved(ROLL_BACK);
    IntStream.range(0, 8)
        .mapToObj(n -> CompletableFuture.runAsync(() -> uses.begin(incident, 1, ROLL_BACK)))
        .toList()
        .forEach(CompletableFuture::join);
    assertThat(begun()).containsExactly("1-roll-back");
  }

  /** Each of them saw that none was made yet. */
  @Test
  void manyIncidentsBeginAtOnce_noMoreThanTheDayAllows() {
    ChangeUses two = tables.ledger().uses(Map.of("runbook.changes.per-day", "2"));
    List<String> incidents =
        IntStream.range(0, 8)
            .mapToObj(
                n -> {
                  opened = open();
                  incident = opened.key();
                  approved(ROLL_BACK);
                  return incident;
                })
            .toList();

    long begun =
        incidents.stream()
            .map(it -> CompletableFuture.supplyAsync(() -> isBegun(two, it)))
            .toList()
            .stream()
            .filter(CompletableFuture::join)
            .count();

    assertThat(begun).isEqualTo(2);
  }

  private static boolean isBegun(ChangeUses uses, String incident) {
    try {
      uses.begin(incident, 1, ROLL_BACK);
      return true;
    } catch (HeldBack e) {
      assertThat(e).hasMessageContaining("runbook.changes.per-day allows 2");
      return false;
    }
  }

  @Test
  void incidentIsOver_whatItChangedMayStillBeTakenBack() {
    Change takeBack = change("1-take-back-0-scale-out", "[]");
    propose(1, Remedy.TAKE_BACK, takeBack);
    approvals.approve(incident, "oncall");
    close();
    uses.begin(incident, 1, takeBack);
    assertThat(begun()).containsExactly("1-take-back-0-scale-out");
  }

  /** Probe, pause, and then the rest or the way back: one approval for both. */
  @Test
  void planWithTwoWays_mayGoEither() {
    approvedProbe();
    uses.begin(incident, 1, REST);
    assertThat(begun()).containsExactly("1-rest");
  }

  @Test
  void planWithTwoWays_mayBeTakenBack() {
    approvedProbe();
    uses.begin(incident, 1, PROBE);
    uses.begin(incident, 1, BACK);
    assertThat(begun()).containsExactlyInAnyOrder("1-probe", "1-probe-back");
  }

  // ---- may not be begun

  @Test
  void planWithTwoWays_goesOneOfThemOnly() {
    approvedProbe();
    uses.begin(incident, 1, BACK);
    refused(1, REST, "1-probe-back was begun already");
  }

  @Test
  void planWithTwoWays_isNotTakenBackOnceTheRestIsBegun() {
    approvedProbe();
    uses.begin(incident, 1, REST);
    refused(1, BACK, "1-rest was begun already");
  }

  private void approvedProbe() {
    plans.keep(
        incident,
        Remedy.PROBE,
        new Plan(
            Cause.DATABASE_CONNECTIONS,
            "probe",
            List.of(PROBE, REST),
            List.of(BACK),
            List.of(),
            Instant.now()),
        1);
    approvals.approve(incident, "oncall");
  }

  @Test
  void noPlan_isRefused() {
    refused(1, ROLL_BACK, "has no plan");
  }

  @Test
  void planThatNobodyApproved_isRefused() {
    propose(1, Remedy.ROLLBACK, ROLL_BACK);
    refused(1, ROLL_BACK, "Plan 1 is approved by 0 of the 1 people");
  }

  @Test
  void oneOfTwoApproved_isRefused_andBothMayBeEnough() {
    propose(2, Remedy.ROLLBACK, ROLL_BACK);
    approvals.approve(incident, "oncall");
    refused(1, ROLL_BACK, "Plan 1 is approved by 1 of the 2 people");
    approvals.approve(incident, "colleague");
    uses.begin(incident, 1, ROLL_BACK);
  }

  @Test
  void newerPlan_voidsTheOneBefore() {
    approved(ROLL_BACK);
    propose(1, Remedy.ROLLBACK, ROLL_BACK);
    refused(1, ROLL_BACK, "Plan 1 is not the newest one: plan 2 is");
    refused(2, ROLL_BACK, "Plan 2 is approved by 0");
  }

  @Test
  void anotherChangeUnderTheSameId_isRefused() {
    approved(ROLL_BACK);
    refused(1, change("1-roll-back", "[\"v9\"]"), "is not what plan 1 says");
  }

  @Test
  void changeThatThePlanDoesNotHold_isRefused() {
    approved(ROLL_BACK);
    refused(1, change("1-restart", "[\"v1\"]"), "is not what plan 1 says");
  }

  @Test
  void twoChangesUnderOneId_neitherIsBegun() {
    Change other = change("1-roll-back", "[\"v9\"]");
    approved(ROLL_BACK, other);
    refused(1, ROLL_BACK, "is not what plan 1 says");
    refused(1, other, "is not what plan 1 says");
  }

  @Test
  void planOfAnotherIncident_isRefused() {
    approved(ROLL_BACK);
    incident = open().key();
    refused(1, ROLL_BACK, "has no plan");
  }

  @Test
  void approvalOfAnotherPlan_isRefused() {
    approved(ROLL_BACK);
    propose(1, Remedy.ROLLBACK, change("2-roll-back", "[\"v9\"]"));
    tables
        .jdbc
        .sql("update runbook_approval set plan_number = 2 where incident_key = ?")
        .param(incident)
        .update();
    refused(2, change("2-roll-back", "[\"v9\"]"), "Plan 2 is approved by 0");
  }

  @Test
  void planRewrittenAfterItWasBegun_isRefused_thoughItIsApprovedAnew() {
    approved(ROLL_BACK);
    uses.begin(incident, 1, ROLL_BACK);
    tables
        .jdbc
        .sql("update runbook_plan set body = replace(body, 'v1', 'v9') where incident_key = ?")
        .param(incident)
        .update();
    approveAnew();
    Change rewritten = plans.latest(incident).orElseThrow().plan().changes().get(0);
    refused(1, rewritten, "Another change was begun as 1-roll-back");
  }

  private void approveAnew() {
    tables.jdbc.sql("delete from runbook_approval where incident_key = ?").param(incident).update();
    approvals.approve(incident, "oncall");
  }

  @Test
  void madeAlready_isRefused() {
    approved(ROLL_BACK);
    uses.begin(incident, 1, ROLL_BACK);
    made(1, ROLL_BACK);
    refused(1, ROLL_BACK, "an approval is used once");
  }

  @Test
  void incidentIsOver_isRefused() {
    approved(ROLL_BACK);
    close();
    refused(1, ROLL_BACK, "is over");
  }

  @Test
  void approvedLongAgo_isNotBegun_thoughItWasBegunBefore() {
    approved(ROLL_BACK);
    uses.begin(incident, 1, ROLL_BACK);
    approvedAgo(Duration.ofMinutes(29));
    uses.begin(incident, 1, ROLL_BACK);

    approvedAgo(Duration.ofMinutes(31));

    assertThatExceptionOfType(ApprovalExpired.class)
        .isThrownBy(() -> uses.begin(incident, 1, ROLL_BACK))
        .withMessageContaining("good for 30 min (runbook.approval.valid-for)");
  }

  /** The later of two people saw what there is now. */
  @Test
  void oneOfTwoApprovedLongAgo_isBegun() {
    propose(2, Remedy.ROLLBACK, ROLL_BACK);
    approvals.approve(incident, "oncall");
    approvedAgo(Duration.ofMinutes(31));
    approvals.approve(incident, "colleague");
    uses.begin(incident, 1, ROLL_BACK);
    assertThat(begun()).containsExactly("1-roll-back");
  }

  /** Its rollout would stay paused. */
  @Test
  void probeThatWasApprovedLongAgo_isTakenBack_andDoesNotGoOn() {
    approvedProbe();
    uses.begin(incident, 1, PROBE);
    approvedAgo(Duration.ofMinutes(31));

    assertThatExceptionOfType(ApprovalExpired.class)
        .isThrownBy(() -> uses.begin(incident, 1, REST));
    uses.begin(incident, 1, BACK);

    assertThat(begun()).containsExactlyInAnyOrder("1-probe", "1-probe-back");
  }

  private void approvedAgo(Duration time) {
    tables
        .jdbc
        .sql("update runbook_approval set approved_at = ? where incident_key = ?")
        .params(Timestamp.from(Instant.now().minus(time)), incident)
        .update();
  }

  /** It is asked for each change: the first of them may have taken away what held it up. */
  @Test
  void sameDeploymentFailsAgainAfterTheFirstOfTwo_theSecondIsNotTakenBack() {
    Change replicas = change("1-take-back-0-scale-out", "[6]");
    Change limits = change("1-take-back-0-raise-limits", "[1]");
    propose(1, Remedy.TAKE_BACK, replicas, limits);
    approvals.approve(incident, "oncall");
    close();
    uses.begin(incident, 1, replicas);
    String next = open().key();

    assertThatExceptionOfType(HeldBack.class)
        .isThrownBy(() -> uses.begin(incident, 1, limits))
        .withMessageContaining("Incident " + next + " of the same Deployment is open");
    assertThat(begun()).containsExactly("1-take-back-0-scale-out");
  }

  @Test
  void changesArePaused_isRefused() {
    approved(ROLL_BACK);
    tables.ledger().pause().pause("senior", "not now");
    try {
      refused(1, ROLL_BACK, "by senior: not now");
    } finally {
      tables.ledger().pause().resume("senior");
    }
  }

  private void refused(int plan, Change change, String because) {
    List<String> before = begun();
    assertThatExceptionOfType(UseRefused.class)
        .isThrownBy(() -> uses.begin(incident, plan, change))
        .withMessageContaining(because);
    assertThat(begun()).isEqualTo(before);
  }

  // ---- what was taken back

  @Test
  void undoIsMade_whatItTakesBackIsNoMoreInEffect() {
    approved(ROLL_BACK, change("1-scale-out", "[]"));
    made(1, ROLL_BACK);
    made(1, change("1-scale-out", "[]"));
    propose(1, Remedy.UNDO, undoing("2-backwards", "1-scale-out"));

    made(2, undoing("2-backwards", "1-scale-out"));

    assertThat(inEffect()).containsExactly("1-roll-back");
  }

  @Test
  void idsThatEndAlike_onlyWhatIsNamedIsTakenBack() {
    approved(change("1-scale-out", "[]"), change("1-undo-1-scale-out", "[]"));
    made(1, change("1-scale-out", "[]"));
    made(1, change("1-undo-1-scale-out", "[]"));
    assertThat(inEffect()).containsExactly("1-undo-1-scale-out", "1-scale-out");
  }

  @Test
  void undoThatAnOlderVersionPlanned_isMade_andTakesBackWhatItsIdSays() {
    approved(ROLL_BACK);
    made(1, ROLL_BACK);
    propose(1, Remedy.UNDO, change("2-undo-1-roll-back", "[]"));
    tables
        .jdbc
        .sql(
            "update runbook_plan set body = replace(body, ',\"undoes\":null', '') where incident_key = ? and plan_number = 2")
        .param(incident)
        .update();
    approvals.approve(incident, "senior");
    Change stored = plans.latest(incident).orElseThrow().plan().changes().get(0);

    uses.begin(incident, 2, stored);
    made(2, stored);

    assertThat(inEffect()).isEmpty();
  }

  private List<String> inEffect() {
    return changes.inEffect(incident).stream().map(it -> it.applied().change().id()).toList();
  }

  // ---- words of the tests

  private void approved(Change... changes) {
    propose(1, Remedy.ROLLBACK, changes);
    approvals.approve(incident, "oncall");
  }

  private void propose(int needed, Remedy remedy, Change... changes) {
    plans.keep(
        incident,
        remedy,
        new Plan(Cause.CODE_DEPLOYMENT, "plan", List.of(changes), List.of(), Instant.EPOCH),
        needed);
  }

  private void made(int plan, Change change) {
    changes.note(incident, plan, new AppliedChange(change, Instant.now(), "done", false));
  }

  private void close() {
    tables.incidents().close(opened.key(), Outcome.RECOVERED);
  }

  private List<String> begun() {
    return tables
        .jdbc
        .sql("select change_id from runbook_use where incident_key = ?")
        .param(incident)
        .query(String.class)
        .list();
  }

  private static Change change(String id, String patch) {
    return change(id, patch, null);
  }

  private static Change undoing(String id, String undoes) {
    return change(id, "[]", undoes);
  }

  private static Change change(String id, String patch, String undoes) {
    return new Change(
        id,
        ChangeKind.ROLL_BACK,
        "dhakacart",
        "deployments",
        "dhakacart-backend",
        "application/json-patch+json",
        patch,
        "[]",
        "kubectl rollout undo",
        "kubectl rollout redo",
        "- v2\n+ v1",
        true,
        "digest",
        false,
        undoes);
  }
}
