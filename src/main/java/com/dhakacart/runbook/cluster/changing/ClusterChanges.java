package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Workload;
import java.util.List;
import java.util.Map;

/**
 * What may be changed in production: each change is first planned, by a server-side dry run, and
 * later made exactly as planned. Planning alters nothing.
 *
 * <p>All methods throw {@link ClusterUnavailable} when the cluster cannot be reached now, {@link
 * ChangeRefused} when it will not allow the change.
 */
public interface ClusterChanges {

  /** {@code kubectl rollout restart}; always possible while the Deployment exists. */
  Change planRestart(Workload workload, String id);

  /**
   * A restart that begins with one pod more and takes none away, is paused there, and goes on, or
   * is taken back, by what that pod shows.
   *
   * @param idPrefix what the ids of its changes begin with
   * @throws ChangeRefused when the rollout is paused already, by somebody else
   */
  Probe planProbe(Workload workload, String idPrefix);

  /**
   * {@code kubectl rollout undo}: the template and the annotations of the release before the
   * current one. Restarts and what the runbook changed itself are revisions, too, but no releases:
   * they are passed over, so that a rollback after a restart does not go back to the same release.
   *
   * @throws ChangeRefused when there is no release before, or it runs the same: nothing but marks
   *     of the pods differs, so that the tag decides, or limits that are never made smaller
   */
  Change planRollBack(Workload workload, String id);

  /**
   * Raises the container's limits. Limits are floors: a value already as high stays, and what has
   * no limit gets none.
   *
   * @param limits resource to Kubernetes quantity, such as {@code memory} to {@code 1Gi}
   * @return empty when nothing would rise
   */
  List<Change> planLimits(Workload workload, Map<String, String> limits, String id);

  /**
   * Scales out to at least {@code replicas}: by the autoscaler's {@code minReplicas} where one owns
   * the Deployment, since it would undo a plain scale, else by the Deployment's scale.
   *
   * @return empty when the Deployment wants as many already, whoever raised it
   */
  List<Change> planReplicas(Workload workload, int replicas, String id);

  /**
   * A configured patch that lets the service do without a failing dependency.
   *
   * @param resource plural resource name, {@code deployments} or {@code configmaps}
   * @param mergePatch JSON merge patch
   */
  Change planDegradation(
      Workload workload, String resource, String name, String mergePatch, String id);

  /**
   * The changes that take {@code made} back, one for each, to be made in this order: each is
   * planned against its object as those before it leave it.
   *
   * @param made newest first
   * @param idPrefix what their ids begin with; they end with the id of what they take back
   * @return without those whose object is as before already, such as limits after a rollback took
   *     them along
   */
  List<Change> planUndo(List<Change> made, String idPrefix);

  /**
   * Looks whether all that is to be undone is as it was left, before any of it is written; {@link
   * #apply} looks at each once more.
   *
   * @param uses in the order in which they are made; those that undo nothing are not looked at
   * @throws ChangeDrifted when others have written to it since, see {@link ApprovedUse#undone}
   */
  void mustBeAsLeft(List<? extends ApprovedUse> uses);

  /**
   * Makes the change exactly as approved. May be repeated: an object that carries the mark of this
   * incident and change is left as it is, and the first result is returned.
   *
   * @param use asked right before the write, see {@link ApprovedUse#begin}
   * @throws ChangeDrifted when the fields it depends on are no longer those it was planned on, or
   *     what it undoes is not as it was left
   */
  AppliedChange apply(ApprovedUse use);
}
