package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.fixtures.Changes.change;
import static com.dhakacart.runbook.process.IncidentVariables.CAUSE;
import static com.dhakacart.runbook.process.IncidentVariables.INCIDENT;
import static com.dhakacart.runbook.process.IncidentVariables.REMEDY;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.cluster.changing.ApprovedUse;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.cluster.changing.Probe;
import com.dhakacart.runbook.database.DatabaseView;
import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.model.Runbook;
import com.dhakacart.runbook.process.RunbookTables;
import com.dhakacart.runbook.process.ledger.Ledger;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.Plans;
import com.dhakacart.runbook.process.ledger.Restraints;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** An open incident, its plans in real tables, and a cluster that says what a test tells it. */
public final class Remediation {

  public static final Instant NOW = Instant.parse("2026-11-23T23:05:32Z");

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  public final ClusterChanges cluster = mock(ClusterChanges.class);
  final ClusterView view = mock(ClusterView.class);
  final DatabaseView database = mock(DatabaseView.class);
  final HealthProbe health = mock(HealthProbe.class);
  final SeenNow now;
  final NoHarm noHarm;
  public final RunbookTables tables;
  public final Plans plans;
  public final MadeChanges changes;
  public final Restraints restraints;
  final Planning planning;
  public final Incident incident;
  public final FakeStep step = new FakeStep();

  public Remediation() {
    Clock clock = CLOCK;
    tables = new RunbookTables(clock);
    plans = tables.ledger().plans();
    changes = tables.ledger().changes();
    rollout(RolloutStatus.State.COMPLETE, false);
    restraints = restraints(Map.of());
    when(database.activity(any())).thenReturn(Answer.unknown("database", NOW, "not configured"));
    when(health.health(any())).thenReturn(Answer.unknown("/health", NOW, "no pod answers"));
    when(view.releases(any())).thenReturn(Answer.unknown("releases", NOW, "no answer"));
    when(view.obstacles(any())).thenReturn(Answer.of("objects", NOW, List.of()));
    when(view.rollout(any())).thenCallRealMethod();
    when(view.recentRolloutStatus(any())).thenCallRealMethod();
    when(view.pods(any())).thenReturn(Answer.of("pods", NOW, List.of()));
    now =
        new SeenNow(
            tables.incidents(),
            tables.circumstances(),
            new LookForHarm(view, database, health, mock(Metrics.class)),
            view);
    noHarm = new NoHarm(now, Ledger.harm());
    planning =
        new Planning(
            new KeptPlans(tables.incidents(), plans, RunbookTables.oneApproval()),
            noHarm,
            new TakingEffect(view),
            restraints,
            clock);
    incident =
        tables
            .openings()
            .open(
                new Workload("shop", "dhakacart", "dhakacart-backend", "backend", 5000, "shop"),
                "DhakaCartHighErrorRate");
    step.ofModel(Runbook.HIGH_ERROR_RATE.model());
    step.with(INCIDENT, incident).with(CAUSE, Cause.DATABASE_CONNECTIONS).with(REMEDY, Remedy.NONE);
  }

  void rollout(RolloutStatus.State state, boolean replacing) {
    when(view.rolloutStatus(any()))
        .thenReturn(
            Answer.of("rollout status", NOW, new RolloutStatus(state, "as told", replacing)));
  }

  /** A plan that somebody approved. */
  public void approved(Remedy remedy, Change... changes) {
    proposed(remedy, changes);
    tables.ledger().approvals().approve(incident.key(), "oncall");
  }

  public void proposed(Remedy remedy, Change... changes) {
    plans.keep(
        incident.key(),
        remedy,
        new Plan(Cause.DATABASE_CONNECTIONS, "plan", List.of(changes), List.of(), NOW),
        1);
  }

  /**
   * @param properties settings, where they are not the defaults
   */
  public Restraints restraints(Map<String, String> properties) {
    return tables.ledger().restraints(properties);
  }

  /** The cluster makes every change. */
  public void clusterObeys() {
    when(cluster.apply(any())).thenAnswer(it -> made(it.getArgument(0)));
  }

  /** As the writer does: it asks, and writes. */
  public static AppliedChange made(ApprovedUse use) {
    use.begin(use.change());
    return new AppliedChange(use.change(), NOW, "changed", false);
  }

  /** What runs, in the eyes of {@code kubectl rollout history}. */
  void runs(Release current, Instant rolledOutAt) {
    when(view.releases(any()))
        .thenReturn(Answer.of("releases", NOW, new Releases(List.of(current), rolledOutAt)));
  }

  /** As it is planned: two ways under one approval. */
  static Probe probe(String prefix) {
    Change probe = change(prefix + "-probe", ChangeKind.PROBE);
    Change pause = change(prefix + "-pause", ChangeKind.PAUSE_ROLLOUT);
    return new Probe(
        List.of(probe, pause, undoing(change(prefix + "-rest", ChangeKind.RESUME_ROLLOUT), pause)),
        List.of(
            undoing(change(prefix + "-probe-back", ChangeKind.PROBE), probe),
            undoing(change(prefix + "-pause-back", ChangeKind.PAUSE_ROLLOUT), pause)));
  }

  public static Change undoing(Change it, Change undone) {
    return of(it, undone.id(), it.warnings());
  }

  static Change warned(Change it, String... warnings) {
    return of(it, it.undoes(), List.of(warnings));
  }

  private static Change of(Change it, String undoes, List<String> warnings) {
    return new Change(
        it.id(),
        it.kind(),
        it.namespace(),
        it.resource(),
        it.name(),
        it.patchType(),
        it.patch(),
        it.undoPatch(),
        it.command(),
        it.undoCommand(),
        it.diff(),
        it.serverDiff(),
        it.digest(),
        it.temporary(),
        undoes,
        it.what(),
        warnings,
        it.uid());
  }
}
