package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;

/**
 * A change that was made and does not stand any more, since somebody wrote over it.
 *
 * @param change its id
 * @param what what is otherwise than it was left, by path
 * @param by the field manager that wrote it, such as {@code argocd-controller}; null where the API
 *     server does not say
 * @param at when that was written; null as above
 */
public record Reversal(String change, List<String> what, String by, Instant at) {

  public Reversal {
    what = List.copyOf(what);
  }

  /** One sentence, without its full stop. */
  public String inWords() {
    return "Change %s does not stand any more: %s was written over by %s%s"
        .formatted(
            change,
            what.isEmpty() ? "it" : String.join(", ", what.subList(0, Math.min(5, what.size()))),
            by == null ? "somebody whom the API server does not name" : by,
            at == null ? "" : " at " + at);
  }
}
