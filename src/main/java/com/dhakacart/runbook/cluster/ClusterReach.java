package com.dhakacart.runbook.cluster;

import java.time.Instant;
import java.util.Optional;

/** Whether the API server gives answers that are of use. */
public interface ClusterReach {

  /** Since when it does not; empty while it does, or has not been asked. */
  Optional<Outage> outage();

  /**
   * @param since when the first question went without such an answer
   * @param kind of what came instead
   * @param problem what came instead, in words
   */
  record Outage(Instant since, Kind kind, String problem) {

    public enum Kind {
      /** Nothing, or what a proxy says that does not reach it. */
      SILENCE("does not answer"),
      /** It does not know the account, as when its token has expired. */
      REFUSAL("refuses the runbook's account");

      private final String words;

      Kind(String words) {
        this.words = words;
      }

      /** What it does, such as "does not answer". */
      public String inWords() {
        return words;
      }
    }
  }
}
