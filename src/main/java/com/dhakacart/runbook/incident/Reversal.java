package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;

/**
 * A change that was made and is not in effect: somebody wrote over it, or the cluster took it out
 * as it was written.
 *
 * @param change its id
 * @param what what is otherwise than it was left, by path
 * @param by the field manager that wrote it, such as {@code argocd-controller}; null where the API
 *     server does not say
 * @param at when that was written; null as above
 * @param atOnce whether the answer to the write itself lacked it, so that nobody wrote over it
 */
public record Reversal(String change, List<String> what, String by, Instant at, boolean atOnce) {

  public Reversal {
    what = List.copyOf(what);
  }

  /** Somebody wrote over it later. */
  public Reversal(String change, List<String> what, String by, Instant at) {
    this(change, what, by, at, false);
  }

  /**
   * @param instead what stands there instead
   */
  public static Reversal atOnce(String change, String instead) {
    return new Reversal(change, List.of(instead), null, null, true);
  }

  /** One sentence, without its full stop. */
  public String inWords() {
    if (atOnce) {
      return "Change %s never took effect: the cluster took it and left %s; a mutating policy or webhook takes it out, ask who owns that one"
          .formatted(change, String.join(", ", what));
    }
    return "Change %s does not stand any more: %s was written over by %s%s"
        .formatted(
            change,
            what.isEmpty() ? "it" : String.join(", ", what.subList(0, Math.min(5, what.size()))),
            by == null
                ? "somebody whom the API server does not name, unless a policy took it out as it was written"
                : by,
            at == null ? "" : " at " + at);
  }

  /** A few words, for a list of changes. */
  public String inShort() {
    if (atOnce) {
      return "taken out by the cluster as it was written";
    }
    return "written over by " + (by == null ? "somebody" : by);
  }
}
