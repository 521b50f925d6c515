/**
 * All that plans and makes a change of the cluster. Only {@code delegates.remediation} knows it.
 *
 * <p>The last lock, in the order in which a change passes it:
 *
 * <ol>
 *   <li>{@link com.dhakacart.runbook.cluster.changing.ClusterChanges#apply} takes an {@link
 *       com.dhakacart.runbook.cluster.changing.ApprovedUse} and nothing else: a change and an
 *       incident are not enough to have anything written. {@code PlanUse} is its only kind; it
 *       knows where a change stands in the ledger and decides nothing itself.
 *   <li>{@code ChangeWriter} reads the object, compares it with the plan, and on the line before it
 *       writes it calls {@link com.dhakacart.runbook.cluster.changing.ApprovedUse#begin}, with the
 *       very change that it is about to write.
 *   <li>{@code ChangeUses} in {@code process.ledger} answers from its tables, which no variable and
 *       no completion of a task can write: is this plan the newest of this incident; did enough
 *       people approve it as it stands there now, to the letter; does it hold exactly this change;
 *       was it not made before; is the incident open, and are changes not paused? Then it commits a
 *       row for incident, plan and change, before anything is sent. The same change after a failed
 *       attempt is the same use; everything else under that key is refused.
 *   <li>{@code ChangingAccount} has the credentials, in a connection that is no bean. Only {@code
 *       ChangeWriter} patches with it; {@code ChangePlanner} sends dry runs.
 * </ol>
 *
 * <p>A change whose answer was lost is not sent again: its mark in the object, or the object being
 * as the change would make it, is looked for first, and it is noted then. {@code ArchitectureTest}
 * holds these arrows, {@code LastLockTest} moves, forges, replays and interrupts a whole process,
 * {@code ChangeUsesContract} asks for everything that is not approved.
 */
package com.dhakacart.runbook.cluster.changing;
