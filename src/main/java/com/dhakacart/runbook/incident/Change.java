package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * One change of one Kubernetes object, complete enough to be made, shown, checked and undone. What
 * is approved is this record, and what is sent is its patch.
 *
 * @param id names the change within its incident, such as {@code 1-roll-back}; with the incident's
 *     key it marks the object, so that a repeated step finds its own work
 * @param resource plural resource name, such as {@code deployments} or {@code
 *     horizontalpodautoscalers}
 * @param name the object's name
 * @param patchType media type of both patches, such as {@code application/json-patch+json}
 * @param patch what is sent
 * @param undoPatch what restores the state before
 * @param command the same change as a kubectl command
 * @param undoCommand the undo as a kubectl command
 * @param diff before and after, as a unified diff
 * @param serverDiff whether the diff comes from a server-side dry run; else it was computed here,
 *     for want of rights, or since it builds on a change that is made before it
 * @param digest SHA-256 of the fields that the change depends on, as they were when it was planned;
 *     empty where they could not be looked at, see {@link #isMadeByHandOnly()}
 * @param temporary whether it is to be taken back after the incident
 * @param undoes id of the change of the same incident that it takes back; null where it takes none
 *     back
 * @param what what differs after it, by path, such as {@code
 *     spec.containers[backend].env[DB_HOST]}; with values where they are no secret
 * @param warnings what the dry run said of it, in sentences for a person
 * @param uid of the object that it was planned on, since another one may have its name later; null
 *     where an older version planned it, and where the cluster was not asked
 */
public record Change(
    String id,
    ChangeKind kind,
    String namespace,
    String resource,
    String name,
    String patchType,
    String patch,
    String undoPatch,
    String command,
    String undoCommand,
    String diff,
    boolean serverDiff,
    String digest,
    boolean temporary,
    String undoes,
    List<String> what,
    List<String> warnings,
    String uid) {

  public Change {
    // an incident may be older than the version that notes it
    what = what == null ? List.of() : List.copyOf(what);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }

  /** A change that is described by its diff alone. */
  public Change(
      String id,
      ChangeKind kind,
      String namespace,
      String resource,
      String name,
      String patchType,
      String patch,
      String undoPatch,
      String command,
      String undoCommand,
      String diff,
      boolean serverDiff,
      String digest,
      boolean temporary,
      String undoes) {
    this(
        id,
        kind,
        namespace,
        resource,
        name,
        patchType,
        patch,
        undoPatch,
        command,
        undoCommand,
        diff,
        serverDiff,
        digest,
        temporary,
        undoes,
        List.of(),
        List.of(),
        null);
  }

  /** As it was made in the end: the cluster may have taken a part of it, or taken it otherwise. */
  public Change asMade(String patch) {
    return new Change(
        id,
        kind,
        namespace,
        resource,
        name,
        patchType,
        patch,
        undoPatch,
        command,
        undoCommand,
        diff,
        serverDiff,
        digest,
        temporary,
        undoes,
        what,
        warnings,
        uid);
  }

  /**
   * What takes it back, as it was known when it was made: the cluster was not asked, so that a
   * person types it.
   */
  public Change undoneByHand(String id) {
    return new Change(
        id,
        kind,
        namespace,
        resource,
        name,
        patchType,
        undoPatch,
        patch,
        undoCommand,
        command,
        "",
        false,
        "",
        false,
        this.id);
  }

  /** Whether it was planned on this very object, as far as that was kept. */
  public boolean isOf(String uid) {
    return this.uid == null || this.uid.equals(uid);
  }

  /** Nobody looked at what it would be made to, so the runbook does not make it. */
  public boolean isMadeByHandOnly() {
    return digest.isEmpty();
  }
}
