package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Json;
import com.dhakacart.runbook.process.PlanView;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was proposed, and who approved exactly that: kept in tables of its own, where no completion
 * of a task can rewrite it. Joins the engine's transaction.
 */
@Component
public class Plans {

  /** For SQL: the remedies that only bring back what was before, {@code ('UNDO', 'TAKE_BACK')}. */
  static final String RESTORING =
      Stream.of(Remedy.values())
          .filter(Remedy::restores)
          .map(Remedy::name)
          .collect(Collectors.joining("', '", "('", "')"));

  private final JdbcClient jdbc;
  private final Clock clock;

  Plans(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A plan as it is kept, and as it was shown.
   *
   * @param approvalsNeeded how many different people have to approve it
   * @param approvals of exactly this plan, oldest first
   */
  public record KeptPlan(
      int number, Remedy remedy, Plan plan, int approvalsNeeded, List<Approval> approvals) {

    public boolean isApproved() {
      return approvals.size() >= approvalsNeeded;
    }

    /** When the last of them approved it; empty while nobody did. */
    Optional<Instant> approvedAt() {
      return approvals.stream().map(Approval::at).max(Comparator.naturalOrder());
    }

    String whyNotApproved() {
      return "Plan %d is approved by %d of the %d people that it needs; decide again, so that they are asked"
          .formatted(number, approvals.size(), approvalsNeeded);
    }
  }

  /** One person's approval. */
  public record Approval(String user, Instant at) {}

  /** The number of the next plan of an incident; change ids begin with it. */
  public int nextNumber(String incident) {
    return 1
        + jdbc.sql("select coalesce(max(plan_number), 0) from runbook_plan where incident_key = ?")
            .param(incident)
            .query(Integer.class)
            .single();
  }

  /**
   * Keeps a plan; it counts for nothing until enough people approved it.
   *
   * @param approvalsNeeded how many different people have to
   */
  public PlanView keep(String incident, Remedy remedy, Plan plan, int approvalsNeeded) {
    int number = nextNumber(incident);
    jdbc.sql(
            """
            insert into runbook_plan
              (incident_key, plan_number, remedy, body, proposed_at, approvals_needed)
            values (?, ?, ?, ?, ?, ?)""")
        .params(incident, number, remedy.name(), Json.write(plan), now(), approvalsNeeded)
        .update();
    return PlanView.of(number, plan);
  }

  /** The newest plan; an older one is void. */
  public Optional<KeptPlan> latest(String incident) {
    return jdbc.sql(
            "select plan_number, remedy, body, approvals_needed from runbook_plan where incident_key = ? order by plan_number desc fetch first 1 rows only")
        .param(incident)
        .query(
            (row, n) ->
                new KeptPlan(
                    row.getInt(1),
                    Remedy.valueOf(row.getString(2)),
                    Json.read(row.getString(3), Plan.class),
                    row.getInt(4),
                    approvals(incident, row.getInt(1), PlanDigest.of(row.getString(3)))))
        .optional();
  }

  /** A plan to the letter, as it was shown and approved. */
  String body(String incident, int number) {
    return jdbc.sql("select body from runbook_plan where incident_key = ? and plan_number = ?")
        .params(incident, number)
        .query(String.class)
        .single();
  }

  private List<Approval> approvals(String incident, int number, String digest) {
    return jdbc.sql(
            """
            select user_id, approved_at from runbook_approval
            where incident_key = ? and plan_number = ? and digest = ?
            order by approved_at, user_id""")
        .params(incident, number, digest)
        .query((row, n) -> new Approval(row.getString(1), row.getTimestamp(2).toInstant()))
        .list();
  }

  /**
   * The newest plan, where enough people approved it and it is of this remedy; empty otherwise,
   * whatever a variable says.
   */
  public Optional<KeptPlan> approved(String incident, Remedy remedy) {
    return latest(incident).filter(plan -> plan.isApproved() && plan.remedy() == remedy);
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
