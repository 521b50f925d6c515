package com.dhakacart.runbook.process.ledger;

import static java.util.stream.Collectors.joining;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.StoredText;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which plan a task showed, who approved which plan, and who chose its cause: kept in tables of its
 * own, where no completion of a task can rewrite it. Joins the engine's transaction.
 */
@Component
public class PlanApprovals {

  private final JdbcClient jdbc;
  private final Plans plans;
  private final Clock clock;

  PlanApprovals(JdbcClient jdbc, Plans plans, Clock clock) {
    this.jdbc = jdbc;
    this.plans = plans;
    this.clock = clock;
  }

  /** The newest plan, kept as the one that a task shows to whoever decides it. */
  public Optional<Plans.KeptPlan> show(String task, String incident) {
    Optional<Plans.KeptPlan> newest = plans.latest(incident);
    newest.ifPresent(
        it ->
            jdbc.sql(
                    "insert into runbook_shown_plan (task_id, incident_key, plan_number) values (?, ?, ?)")
                .params(task, incident, it.number())
                .update());
    return newest;
  }

  /**
   * Records that a person approves the plan that a task showed.
   *
   * @return whether it is approved by enough people now
   * @throws DecisionRefused as {@link #approve}, and when the task showed another plan than the
   *     newest one
   */
  public boolean approveShown(String task, String incident, String user) {
    Plans.KeptPlan newest = newest(incident);
    int shown = shown(task, incident);
    if (shown != newest.number()) {
      throw new DecisionRefused(
          ("This task shows plan %d, and plan %d was made since; reject it, or choose the cause"
                  + " again, to be shown what is planned now")
              .formatted(shown, newest.number()));
    }
    return approve(incident, newest, user);
  }

  private int shown(String task, String incident) {
    return jdbc.sql(
            "select plan_number from runbook_shown_plan where task_id = ? and incident_key = ?")
        .params(task, incident)
        .query(Integer.class)
        .optional()
        .orElseThrow(
            () ->
                new DecisionRefused(
                    "It is not known which plan this task shows; reject it, or choose the cause"
                        + " again, to be shown what is planned now"));
  }

  /**
   * Records that a person approves the newest plan.
   *
   * @return whether it is approved by enough people now
   * @throws DecisionRefused when there is no plan, when the same person approved it already, or
   *     when two must and this person chose its cause
   */
  public boolean approve(String incident, String user) {
    return approve(incident, newest(incident), user);
  }

  private Plans.KeptPlan newest(String incident) {
    return plans
        .latest(incident)
        .orElseThrow(() -> new DecisionRefused("There is no plan to approve"));
  }

  private boolean approve(String incident, Plans.KeptPlan plan, String user) {
    if (plan.approvals().size() >= plan.approvalsNeeded()) {
      throw new DecisionRefused(
          "This change is approved already, by %s; look at the incident again"
              .formatted(
                  plan.approvals().stream().map(Plans.Approval::user).collect(joining(" and "))));
    }
    if (plan.approvals().stream().anyMatch(it -> it.user().equals(user))) {
      throw new DecisionRefused(
          "You have approved this change already; it waits for a second, different person");
    }
    if (plan.approvalsNeeded() > 1 && isChosenBy(incident, plan.plan().cause(), user)) {
      throw new DecisionRefused(
          "You chose this cause, and its change needs two other people; let them approve it, or"
              + " reject it");
    }
    jdbc.sql(
            """
            insert into runbook_approval (incident_key, plan_number, user_id, approved_at, digest)
            select incident_key, plan_number, ?, ?, ? from runbook_plan
            where incident_key = ? and plan_number = ?""")
        .params(
            StoredText.USER_ID.whole(user),
            now(),
            PlanDigest.of(plans.body(incident, plan.number())),
            incident,
            plan.number())
        .update();
    return plan.approvals().size() + 1 >= plan.approvalsNeeded();
  }

  /** Records that a person chose a cause, whatever the ranking says. */
  public void chose(String incident, Cause cause, String user) {
    if (!isChosenBy(incident, cause, user)) {
      jdbc.sql(
              "insert into runbook_chosen_cause (incident_key, cause, user_id, chosen_at) values (?, ?, ?, ?)")
          .params(incident, cause.name(), StoredText.USER_ID.whole(user), now())
          .update();
    }
  }

  private boolean isChosenBy(String incident, Cause cause, String user) {
    return jdbc.sql(
                "select count(*) from runbook_chosen_cause where incident_key = ? and cause = ? and user_id = ?")
            .params(incident, cause.name(), user)
            .query(Integer.class)
            .single()
        > 0;
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
