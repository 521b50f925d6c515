package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.incident.Change;
import java.util.Optional;

/**
 * One use of an approval, as far as the write needs to know it: without one there is nothing that
 * could be written. Whoever keeps the approvals implements it.
 */
public interface ApprovedUse {

  /** Key of the incident that the change was approved for; it is written on the changed object. */
  String incident();

  /** What was approved. */
  Change change();

  /**
   * The change that it takes back, where a person decided that before it was planned: what they saw
   * is what that change did, so that it may meet nothing else. Empty for what was shown as planned.
   */
  Optional<Change> undone();

  /**
   * Asked right before each write: whether exactly this change is approved now, by enough people,
   * for this incident, and was not made before. Marks it as begun, and that is committed when this
   * returns, so that whatever happens to the write is known to have been possible. The same change
   * may be begun again after an attempt that failed.
   *
   * @param change all of what is about to be written
   * @throws ChangeRefused when it may not be written; the sentence says why
   * @throws ChangeDrifted when it was approved too long ago
   */
  void begin(Change change);
}
