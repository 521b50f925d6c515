package com.dhakacart.runbook.process.history;

import java.util.Optional;

/** Incidents as tests of the judgement. */
public interface IncidentRecordings {

  /**
   * The recording as JSON, ready to be corrected by a person and kept among the tests: the cause is
   * the one acted upon, a suggestion, and what would have been harmful is for a person to say.
   *
   * @return empty when there is no incident of this key
   * @throws NothingRecordedYet while its evidence is not put together
   */
  Optional<String> find(String incident);

  /**
   * The same, harmless to share: names, hosts, addresses and tokens are others, and it is judged as
   * it was.
   */
  Optional<String> findRedacted(String incident);
}
