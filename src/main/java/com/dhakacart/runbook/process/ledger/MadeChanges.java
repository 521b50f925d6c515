package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Reversal;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.ChangeReverted;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.Json;
import com.dhakacart.runbook.process.StoredText;
import com.dhakacart.runbook.process.ledger.Plans.KeptPlan;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was made of the plans, and what of it is in effect: kept in a table of its own, where no
 * completion of a task can rewrite it. Joins the engine's transaction.
 */
@Component
public class MadeChanges {

  private final JdbcClient jdbc;
  private final Plans plans;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  MadeChanges(JdbcClient jdbc, Plans plans, Clock clock, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.plans = plans;
    this.clock = clock;
    this.events = events;
  }

  /** A change that was made and not undone. */
  public record ChangeInEffect(AppliedChange applied, String undoApprovedBy) {

    private ChangeKind kind() {
      return applied.change().kind();
    }
  }

  /**
   * Notes a change that was made; noting it again changes nothing.
   *
   * @return whether it was new
   */
  public boolean note(String incident, int planNumber, AppliedChange applied) {
    boolean noted =
        jdbc.sql("select count(*) from runbook_change where incident_key = ? and change_id = ?")
                .params(incident, applied.change().id())
                .query(Integer.class)
                .single()
            > 0;
    if (!noted) {
      String undoes = undoes(incident, planNumber, applied.change());
      jdbc.sql(
              "insert into runbook_change (incident_key, plan_number, change_id, body, applied_at, result, undoes) values (?, ?, ?, ?, ?, ?, ?)")
          .params(
              incident,
              planNumber,
              applied.change().id(),
              Json.write(applied),
              Timestamp.from(applied.at()),
              StoredText.CHANGE_RESULT.fitted(applied.result()),
              undoes)
          .update();
      markUndone(incident, undoes);
      if (applied.takenOut() != null) {
        reverted(incident, List.of(Reversal.atOnce(applied.change().id(), applied.takenOut())));
      }
    }
    return !noted;
  }

  /** A change of which nobody knows whether it was made, and the number of its plan. */
  public record Begun(int plan, Change change) {}

  /** What undoes or takes back, was begun and was never noted as made, the newest first. */
  public List<Begun> undosBegun(String incident) {
    return jdbc.sql(
            """
            select u.plan_number, u.change_id, p.body
            from runbook_use u
            join runbook_plan p on p.incident_key = u.incident_key and p.plan_number = u.plan_number
            where u.incident_key = ? and p.remedy in %s
              and not exists (select 1 from runbook_change c
                where c.incident_key = u.incident_key and c.change_id = u.change_id)
            order by u.plan_number desc, u.begun_at desc"""
                .formatted(Plans.RESTORING))
        .param(incident)
        .query(
            (row, n) ->
                new Begun(
                    row.getInt(1),
                    change(Json.read(row.getString(3), Plan.class), row.getString(2))))
        .list();
  }

  private static Change change(Plan plan, String id) {
    return plan.changes().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  /**
   * Notes what a person made in the runbook's stead, which is what was left of the newest plan: it
   * counts, and is undone, as if the runbook had made it.
   *
   * @param result what the person says of it
   */
  public void madeByHand(String incident, String result) {
    madeByHand(incident, result, leftToMake(incident));
  }

  /** The same of these, which are all that they made before the task was withdrawn. */
  public void madeByHand(String incident, String result, List<Change> made) {
    plans
        .latest(incident)
        .ifPresent(
            plan ->
                made.stream()
                    .map(it -> new AppliedChange(it, clock.instant(), result, false))
                    .forEach(it -> note(incident, plan.number(), it)));
  }

  /**
   * Notes that changes are not in effect, since somebody wrote over them or the cluster took them
   * out at once, and lets on-call know; noting it again changes nothing.
   */
  public void reverted(String incident, List<Reversal> reversals) {
    for (Reversal reversal : reversals) {
      int noted =
          jdbc.sql(
                  """
                  update runbook_change set reverted_at = ?, reversal = ?
                  where incident_key = ? and change_id = ? and reverted_at is null""")
              .params(now(), Json.write(reversal), incident, reversal.change())
              .update();
      if (noted > 0) {
        events.publishEvent(new ChangeReverted(incident, reversal));
      }
    }
  }

  /** Changes of the incident that are not in effect, in the order in which it was noticed. */
  public List<Reversal> reversals(String incident) {
    return jdbc.sql(
            """
            select reversal from runbook_change
            where incident_key = ? and reverted_at is not null order by reverted_at, change_id""")
        .param(incident)
        .query((row, n) -> Json.<Reversal>read(row.getString(1), Reversal.class))
        .list();
  }

  /** What is in effect by what was noted, newest first; somebody may have written over it since. */
  public List<Change> changesInEffect(String incident) {
    return inEffect(incident).stream().map(it -> it.applied().change()).toList();
  }

  /**
   * Changes that were made, not undone and not written over, newest first: the order in which they
   * are undone. But a rollout is held until all else is as before, so that nothing rolls meanwhile.
   */
  public List<ChangeInEffect> inEffect(String incident) {
    return notUndone(incident, "c.reverted_at is null");
  }

  private List<ChangeInEffect> notUndone(String incident, String which) {
    return jdbc
        .sql(
            """
            select c.body, c.undo_approved_by
            from runbook_change c
            join runbook_plan p on p.incident_key = c.incident_key and p.plan_number = c.plan_number
            where c.incident_key = ? and c.undone_at is null and %s
              and c.undoes is null and p.remedy not in %s
            order by c.applied_at desc, c.change_id desc"""
                .formatted(which, Plans.RESTORING))
        .param(incident)
        .query(
            (row, n) ->
                new ChangeInEffect(
                    Json.read(row.getString(1), AppliedChange.class), row.getString(2)))
        .list()
        .stream()
        .sorted(Comparator.comparing(it -> it.kind() == ChangeKind.PAUSE_ROLLOUT))
        .toList();
  }

  /** Every change that was made, undone or not, oldest first, with who approved its plan. */
  public List<KeptChange> all(String incident) {
    return jdbc.sql(
            """
            select body, applied_at, result, plan_number, undone_at, reverted_at, reversal
            from runbook_change where incident_key = ? order by applied_at, change_id""")
        .param(incident)
        .query(
            (row, n) ->
                new KeptChange(
                    Json.read(row.getString(1), AppliedChange.class),
                    row.getTimestamp(2).toInstant(),
                    row.getString(3),
                    approvers(incident, row.getInt(4)),
                    instant(row.getTimestamp(5)),
                    instant(row.getTimestamp(6)),
                    row.getString(7) == null
                        ? null
                        : Json.<Reversal>read(row.getString(7), Reversal.class)))
        .list();
  }

  private static Instant instant(Timestamp at) {
    return at == null ? null : at.toInstant();
  }

  private String approvers(String incident, int planNumber) {
    List<String> users =
        jdbc.sql(
                """
                select user_id from runbook_approval where incident_key = ? and plan_number = ?
                order by approved_at, user_id""")
            .params(incident, planNumber)
            .query(String.class)
            .list();
    return users.isEmpty() ? null : String.join(" and ", users);
  }

  /**
   * Changes of a workload in whatever incident, newest first; without those that restored the state
   * before, and without those that somebody wrote over: they cannot have helped.
   */
  public List<RecentChange> madeSince(Workload workload, Instant since) {
    return jdbc.sql(
            """
            select c.incident_key, c.body, c.applied_at, c.undone_at
            from runbook_change c
            join runbook_plan p on p.incident_key = c.incident_key and p.plan_number = c.plan_number
            join runbook_incident i on i.incident_key = c.incident_key
            where i.namespace = ? and i.deployment = ? and c.applied_at > ?
              and c.reverted_at is null and p.remedy not in %s
            order by c.applied_at desc, c.change_id desc"""
                .formatted(Plans.RESTORING))
        .params(workload.namespace(), workload.deployment(), Timestamp.from(since))
        .query(
            (row, n) ->
                new RecentChange(
                    row.getString(1),
                    Json.<AppliedChange>read(row.getString(2), AppliedChange.class).change().kind(),
                    row.getTimestamp(3).toInstant(),
                    row.getTimestamp(4) == null))
        .list();
  }

  /**
   * @param inEffect false when it was undone
   */
  public record RecentChange(String incident, ChangeKind kind, Instant at, boolean inEffect) {}

  /**
   * @param approvedBy null where nobody did
   * @param undoneAt null where it was not
   * @param revertedAt when it was noticed that somebody wrote over it; null while it stands
   * @param reversal null as above
   */
  public record KeptChange(
      AppliedChange applied,
      Instant at,
      String result,
      String approvedBy,
      Instant undoneAt,
      Instant revertedAt,
      Reversal reversal) {}

  /** Whether production was changed at all. */
  public boolean anyMade(String incident) {
    return lastMadeAt(incident).isPresent();
  }

  /** When the last change was made; empty when none was. */
  public Optional<Instant> lastMadeAt(String incident) {
    return jdbc.sql("select max(applied_at) from runbook_change where incident_key = ?")
        .param(incident)
        .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
        .single();
  }

  /** Keeps what is in effect as that which a task shows to whoever decides to undo it. */
  public void show(String task, String incident) {
    for (Change change : changesInEffect(incident)) {
      jdbc.sql(
              "insert into runbook_shown_change (task_id, incident_key, change_id) values (?, ?, ?)")
          .params(task, incident, change.id())
          .update();
    }
  }

  /**
   * Records who decided to undo what a task showed to be in effect; it is good for one plan.
   *
   * @throws DecisionRefused when nothing is in effect, or nothing was when the task was opened
   */
  public void approveUndo(String task, String incident, String user) {
    if (changesInEffect(incident).isEmpty()) {
      throw new DecisionRefused(
          "No change of this incident is in effect, so there is none to undo");
    }
    // what somebody wrote over since is among them, so that the undo finds that it is another one
    int changes =
        jdbc.sql(
                """
                update runbook_change set undo_approved_by = ?
                where incident_key = ? and undone_at is null and change_id in (
                  select change_id from runbook_shown_change where task_id = ?)""")
            .params(StoredText.USER_ID.whole(user), incident, task)
            .update();
    if (changes == 0) {
      throw new DecisionRefused(
          "It is not known which changes this task shows, so that they cannot be undone by it; keep"
              + " watching, to be asked again, or type: "
              + String.join(
                  " && ", changesInEffect(incident).stream().map(Change::undoCommand).toList()));
    }
  }

  /** What somebody decided to undo and nobody planned yet, as {@link #inEffect}. */
  public List<ChangeInEffect> decidedToUndo(String incident) {
    return notUndone(incident, "c.undo_approved_by is not null");
  }

  /** Ends what a decision to undo is good for: once it is planned, an undo is decided anew. */
  public void undoPlanned(String incident) {
    jdbc.sql("update runbook_change set undo_approved_by = null where incident_key = ?")
        .param(incident)
        .update();
  }

  /** The change, as it was made, that one of a plan that only restores takes back. */
  public Change undoneBy(String incident, int planNumber, Change undo) {
    return jdbc.sql("select body from runbook_change where incident_key = ? and change_id = ?")
        .params(incident, undoes(incident, planNumber, undo))
        .query((row, n) -> Json.<AppliedChange>read(row.getString(1), AppliedChange.class).change())
        .single();
  }

  /** Whether every change of the plan was made; what is made otherwise does not count. */
  public boolean isMade(String incident, KeptPlan plan) {
    return remaining(incident, plan).changes().isEmpty();
  }

  /**
   * Whether the newest plan is to be made whatever is measured: it restores what was, or some
   * change of it was made, and what was begun is finished.
   *
   * @param found whether a change is there that nobody noted, since the answer to it was lost
   */
  public boolean mustBeFinished(String incident, Predicate<Change> found) {
    return plans.latest(incident).stream()
        .anyMatch(
            it ->
                it.remedy().restores()
                    || !made(incident, it).isEmpty()
                    || it.plan().changes().stream().anyMatch(found));
  }

  /** Whether the newest plan restores what was, and something of it is to be made still. */
  public boolean isToBeUndone(String incident) {
    return plans
        .latest(incident)
        .filter(it -> it.remedy().restores() && !isMade(incident, it))
        .isPresent();
  }

  /** What of the newest plan was not made yet. */
  public List<Change> leftToMake(String incident) {
    return plans.latest(incident).map(it -> remaining(incident, it).changes()).orElse(List.of());
  }

  /** The plan without the changes of it that were made. */
  public Plan remaining(String incident, KeptPlan plan) {
    return plan.plan().without(made(incident, plan));
  }

  private List<String> made(String incident, KeptPlan plan) {
    return jdbc.sql(
            "select change_id from runbook_change where incident_key = ? and plan_number = ?")
        .params(incident, plan.number())
        .query(String.class)
        .list();
  }

  /** Null where it takes nothing back. A plan that an older version made says it in the id only. */
  private String undoes(String incident, int planNumber, Change change) {
    if (change.undoes() != null || !restores(incident, planNumber)) {
      return change.undoes();
    }
    return change.id().replaceFirst("^\\d+-(undo|take-back)-", "");
  }

  private boolean restores(String incident, int planNumber) {
    return Remedy.valueOf(
            jdbc.sql("select remedy from runbook_plan where incident_key = ? and plan_number = ?")
                .params(incident, planNumber)
                .query(String.class)
                .single())
        .restores();
  }

  private void markUndone(String incident, String id) {
    jdbc.sql(
            """
            update runbook_change set undone_at = ?
            where incident_key = ? and change_id = ? and undone_at is null""")
        .params(now(), incident, id)
        .update();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
