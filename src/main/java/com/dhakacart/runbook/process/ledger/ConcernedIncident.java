package com.dhakacart.runbook.process.ledger;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Which incident a refused call of the engine's REST API is about: the address names a task or a
 * process, and the engine's tables know its business key. They are read on the connection of the
 * refusals, since the engine's own services would take one from the steps.
 */
@Component
class ConcernedIncident {

  private static final Logger log = LoggerFactory.getLogger(ConcernedIncident.class);

  private static final Pattern TASK = Pattern.compile("/task/([\\w-]{1,64})(?=[/;]|$)");
  private static final Pattern PROCESS =
      Pattern.compile("/process-instance/([\\w-]{1,64})(?=[/;]|$)");

  private static final String OF_TASK =
      """
      select p.BUSINESS_KEY_ from ACT_HI_TASKINST t
      join ACT_HI_PROCINST p on p.ID_ = t.PROC_INST_ID_ where t.ID_ = ?""";
  private static final String OF_PROCESS =
      "select BUSINESS_KEY_ from ACT_HI_PROCINST where PROC_INST_ID_ = ?";

  private final RefusalConnections connections;

  ConcernedIncident(RefusalConnections connections) {
    this.connections = connections;
  }

  /** Whether its address is one of a task or a process, which may exist or not. */
  boolean mayConcernOne(Refusal refusal) {
    return TASK.matcher(refusal.what()).find() || PROCESS.matcher(refusal.what()).find();
  }

  /** The same with its incident, where that can be found; a refusal is kept without it as well. */
  Refusal of(Refusal refusal) {
    if (refusal.incident() != null) {
      return refusal;
    }
    try {
      return find(TASK, OF_TASK, refusal.what())
          .or(() -> find(PROCESS, OF_PROCESS, refusal.what()))
          .map(refusal::concerning)
          .orElse(refusal);
    } catch (DataAccessException e) {
      log.warn("Which incident the refused {} concerns cannot be found", refusal.what(), e);
      return refusal;
    }
  }

  private Optional<String> find(Pattern address, String key, String what) {
    Matcher matcher = address.matcher(what);
    return matcher.find()
        ? connections.jdbc().sql(key).param(matcher.group(1)).query(String.class).optional()
        : Optional.empty();
  }
}
