package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Remedy;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How decisions are asked for.
 *
 * @param remindAfter without a decision for this long, on-call is reminded and the senior engineers
 *     may decide too; every time that it passes again the Senior Engineer is called
 * @param giveUpAfter without a decision for this long, no change is made and a person decides what
 *     is next; zero for never
 * @param validFor how long a change may be begun after its last approval; one that waited longer,
 *     as for a step that failed and is tried again the next day, is planned and asked again
 * @param fourEyes the changes that two different people must approve; an input of the decision
 *     table {@code approvalsNeeded}
 */
@ConfigurationProperties("runbook.approval")
public record ApprovalSettings(
    @DefaultValue("5m") Duration remindAfter,
    @DefaultValue("30m") Duration giveUpAfter,
    @DefaultValue("30m") Duration validFor,
    @DefaultValue Set<Remedy> fourEyes) {

  public ApprovalSettings {
    fourEyes = Set.copyOf(fourEyes);
    if (remindAfter.isZero() || remindAfter.isNegative() || giveUpAfter.isNegative()) {
      throw new IllegalArgumentException(
          "runbook.approval.remind-after must be longer than nothing, and"
              + " runbook.approval.give-up-after is a time, or 0 for never");
    }
    if (validFor.isZero() || validFor.isNegative()) {
      throw new IllegalArgumentException(
          "runbook.approval.valid-for is %s; an approval must be good for a while, or no change could be made"
              .formatted(validFor));
    }
    if (fourEyes.contains(Remedy.UNDO)
        || fourEyes.contains(Remedy.TAKE_BACK)
        || fourEyes.contains(Remedy.NONE)) {
      throw new IllegalArgumentException(
          "runbook.approval.four-eyes takes RESTART, MORE_CAPACITY, ROLLBACK and DEGRADATION;"
              + " what restores the state before is approved by one person");
    }
  }

  /** Whether two people must approve it; a probe is how a restart begins. */
  boolean needsTwo(Remedy remedy) {
    return fourEyes.contains(remedy) || remedy == Remedy.PROBE && fourEyes.contains(Remedy.RESTART);
  }
}
