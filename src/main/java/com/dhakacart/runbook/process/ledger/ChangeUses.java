package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.ApprovalSettings;
import com.dhakacart.runbook.process.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The uses of approvals: each single change of a plan is begun once, under its incident, the number
 * of its plan and its id. Whether it may be is read from the tables at that moment, whatever the
 * process and its variables say. Each answer is a transaction of its own, which needs a second
 * connection: what was begun is kept when the step that goes on to write it fails.
 */
@Component
public class ChangeUses {

  /** As HTTP would say it; the audit log has a status for each. */
  private static final int FORBIDDEN = 403;

  private final JdbcClient jdbc;
  private final Plans plans;
  private final ChangePause pause;
  private final ChangeBudget budget;
  private final OtherIncident other;
  private final ApprovalSettings approval;
  private final Refusals refusals;
  private final Clock clock;
  private final TransactionTemplate ownTransaction;

  ChangeUses(
      JdbcClient jdbc,
      Plans plans,
      ChangePause pause,
      ChangeBudget budget,
      OtherIncident other,
      ApprovalSettings approval,
      Refusals refusals,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.plans = plans;
    this.pause = pause;
    this.budget = budget;
    this.other = other;
    this.approval = approval;
    this.refusals = refusals;
    this.clock = clock;
    this.ownTransaction = new TransactionTemplate(transactions);
    this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /**
   * The plan that may be made: the newest, where enough people approved it and it is of this
   * remedy. That one was to be made without is kept, since the model leads nobody there.
   */
  public Optional<Plans.KeptPlan> approved(String incident, Remedy remedy) {
    Optional<Plans.KeptPlan> plan = plans.approved(incident, remedy);
    if (plan.isEmpty()) {
      keepThatItWasRefused(incident, "make " + remedy.title());
    }
    return plan;
  }

  /**
   * Marks a change as begun, committed when this returns. Beginning the same change again, after an
   * attempt that failed, is the same use.
   *
   * @param planNumber of the plan that was approved
   * @param change all of what is about to be written
   * @throws UseRefused when the plan is not the newest of the incident or not approved by enough
   *     people as it stands there, when it does not hold exactly this change, when the change was
   *     made already or another was begun under its id, when the incident is over and the plan does
   *     not only restore what was, and while changes are paused
   * @throws ApprovalExpired when the plan was approved longer ago than {@code
   *     runbook.approval.valid-for}; not for the way back of a probe, which must not stay half made
   * @throws HeldBack when others that are made now leave nothing of the budget, and for a take-back
   *     while the same Deployment has an open incident, also one that began since its first change
   */
  public void begin(String incident, int planNumber, Change change) {
    try {
      markCommitted(incident, planNumber, change);
    } catch (UseRefused e) {
      if (pause.inWords().isEmpty()) {
        keepThatItWasRefused(incident, "write %s of plan %d".formatted(change.id(), planNumber));
      }
      throw e;
    }
  }

  private void markCommitted(String incident, int planNumber, Change change) {
    try {
      ownTransaction.executeWithoutResult(status -> mark(incident, planNumber, change));
    } catch (DuplicateKeyException e) {
      // begun by another at this very moment; now it can be compared
      ownTransaction.executeWithoutResult(status -> mark(incident, planNumber, change));
    }
  }

  /** Nobody is known here: whoever moved the process is in the engine's operation log. */
  private void keepThatItWasRefused(String incident, String what) {
    refusals.record(
        new Refusal(
            Refusal.NOBODY, "", what, Refusal.Reason.CHANGE_NOT_APPROVED, FORBIDDEN, incident));
  }

  private void mark(String incident, int planNumber, Change change) {
    Plans.KeptPlan plan = approved(incident, planNumber);
    mustBeOpen(incident, plan);
    mustNotBePaused();
    mustBeApprovedLately(plan, change);
    mustNotBeNeededElsewhere(incident, plan);
    String digest = digest(incident, plan, change);
    mustNotBeMade(incident, change);
    mustNotHaveGoneTheOtherWay(incident, plan, change);
    Optional<String> begun = begun(incident, planNumber, change);
    if (begun.isEmpty()) {
      mustBeInTheBudget(incident, plan);
      jdbc.sql(
              "insert into runbook_use (incident_key, plan_number, change_id, digest, begun_at) values (?, ?, ?, ?, ?)")
          .params(incident, planNumber, change.id(), digest, Timestamp.from(clock.instant()))
          .update();
    } else if (!begun.get().equals(digest)) {
      throw new UseRefused(
          "Another change was begun as %s of plan %d; decide again, so that it is planned anew"
              .formatted(change.id(), planNumber));
    }
  }

  private Plans.KeptPlan approved(String incident, int planNumber) {
    Plans.KeptPlan newest =
        plans
            .latest(incident)
            .orElseThrow(
                () -> new UseRefused("Incident %s has no plan to make".formatted(incident)));
    if (newest.number() != planNumber) {
      throw new UseRefused(
          "Plan %d is not the newest one: plan %d is, and needs an approval of its own"
              .formatted(planNumber, newest.number()));
    }
    if (!newest.isApproved()) {
      throw new UseRefused(newest.whyNotApproved());
    }
    return newest;
  }

  private void mustBeOpen(String incident, Plans.KeptPlan plan) {
    boolean over =
        jdbc.sql(
                    "select count(*) from runbook_incident where incident_key = ? and closed_at is not null")
                .param(incident)
                .query(Integer.class)
                .single()
            > 0;
    if (over && !plan.remedy().restores()) {
      throw new UseRefused(
          "Incident %s is over; what it changed may be taken back, and nothing more is made for it"
              .formatted(incident));
    }
  }

  private void mustBeApprovedLately(Plans.KeptPlan plan, Change change) {
    if (plan.plan().otherwise().contains(change)) {
      return;
    }
    plan.approvedAt()
        .filter(it -> it.plus(approval.validFor()).isBefore(clock.instant()))
        .ifPresent(
            it -> {
              throw new ApprovalExpired(
                  "Plan %d was approved at %s, and an approval is good for %d min (runbook.approval.valid-for)"
                      .formatted(plan.number(), it, approval.validFor().toMinutes()));
            });
  }

  private void mustNotBePaused() {
    pause
        .inWords()
        .ifPresent(
            it -> {
              throw new UseRefused(it + ". What cannot wait is made by hand");
            });
  }

  private void mustNotBeNeededElsewhere(String incident, Plans.KeptPlan plan) {
    other
        .against(incident, plan.remedy())
        .ifPresent(
            it -> {
              throw new HeldBack(it);
            });
  }

  private void mustBeInTheBudget(String incident, Plans.KeptPlan plan) {
    if (!plan.remedy().restores()) {
      budget.hold();
      budget
          .usedUp(incident, plan.number())
          .ifPresent(
              it -> {
                throw new HeldBack(it);
              });
    }
  }

  /** As the change stands in the plan, to the letter, so that it is the same for every version. */
  private String digest(String incident, Plans.KeptPlan plan, Change change) {
    JsonNode body = Json.read(plans.body(incident, plan.number()), JsonNode.class);
    List<String> stored =
        Stream.of(body.path("changes"), body.path("otherwise"))
            .flatMap(it -> StreamSupport.stream(it.spliterator(), false))
            .filter(it -> change.id().equals(it.path("id").asText()))
            .map(JsonNode::toString)
            .toList();
    if (stored.size() != 1 || !Json.<Change>read(stored.get(0), Change.class).equals(change)) {
      throw new UseRefused(
          "What was to be written as %s is not what plan %d says; decide again, so that it is planned anew"
              .formatted(change.id(), plan.number()));
    }
    return PlanDigest.of(stored.get(0));
  }

  private void mustNotBeMade(String incident, Change change) {
    jdbc.sql("select applied_at from runbook_change where incident_key = ? and change_id = ?")
        .params(incident, change.id())
        .query((row, n) -> row.getTimestamp(1).toInstant())
        .optional()
        .ifPresent(
            at -> {
              throw new UseRefused(
                  "%s was made at %s already, and an approval is used once; decide again, so that it is planned anew"
                      .formatted(change.id(), at));
            });
  }

  /** A probe goes on, or is taken back; what was approved is one of the two. */
  private void mustNotHaveGoneTheOtherWay(String incident, Plans.KeptPlan kept, Change change) {
    Plan plan = kept.plan();
    if (plan.otherwise().isEmpty()) {
      return;
    }
    Change last = plan.changes().get(plan.changes().size() - 1);
    List<Change> theOther =
        plan.otherwise().contains(change)
            ? List.of(last)
            : change.equals(last) ? plan.otherwise() : List.of();
    theOther.stream()
        .filter(it -> begun(incident, kept.number(), it).isPresent())
        .findFirst()
        .ifPresent(
            it -> {
              throw new UseRefused(
                  "%s was begun already, and plan %d allows that or %s, not both; decide again, so that it is planned anew"
                      .formatted(it.id(), kept.number(), change.id()));
            });
  }

  private Optional<String> begun(String incident, int planNumber, Change change) {
    return jdbc.sql(
            "select digest from runbook_use where incident_key = ? and plan_number = ? and change_id = ?")
        .params(incident, planNumber, change.id())
        .query(String.class)
        .optional();
  }
}
