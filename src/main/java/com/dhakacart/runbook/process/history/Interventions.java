package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.IncidentHistory.Entry;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.UserOperationLogEntry;

/** What somebody did to an incident from outside, as the engine's operation log has it. */
final class Interventions {

  private static final Map<String, String> IN_WORDS =
      Map.of(
          UserOperationLogEntry.OPERATION_TYPE_SET_JOB_RETRIES,
          "Failed step given another try",
          UserOperationLogEntry.OPERATION_TYPE_SUSPEND,
          "Incident suspended",
          UserOperationLogEntry.OPERATION_TYPE_ACTIVATE,
          "Incident continued",
          UserOperationLogEntry.OPERATION_TYPE_EXECUTE,
          "Step run at once",
          UserOperationLogEntry.OPERATION_TYPE_DELETE,
          "Incident deleted");

  private Interventions() {}

  static List<Entry> in(HistoryService history, String process) {
    return history
        .createUserOperationLogQuery()
        .processInstanceId(process)
        .entityTypeIn("Job", "ProcessInstance")
        .list()
        .stream()
        .filter(it -> IN_WORDS.containsKey(it.getOperationType()) && isTheFirstProperty(it))
        .map(
            it ->
                new Entry(
                    it.getTimestamp().toInstant(),
                    IN_WORDS.get(it.getOperationType()),
                    it.getUserId(),
                    null,
                    detail(it)))
        .toList();
  }

  /** The log has a row for each property of an operation. */
  private static boolean isTheFirstProperty(UserOperationLogEntry entry) {
    return switch (entry.getOperationType()) {
      case UserOperationLogEntry.OPERATION_TYPE_SET_JOB_RETRIES ->
          "retries".equals(entry.getProperty());
      case UserOperationLogEntry.OPERATION_TYPE_SUSPEND,
          UserOperationLogEntry.OPERATION_TYPE_ACTIVATE ->
          "suspensionState".equals(entry.getProperty());
      default -> true;
    };
  }

  private static String detail(UserOperationLogEntry entry) {
    return entry.getOperationType().equals(UserOperationLogEntry.OPERATION_TYPE_SET_JOB_RETRIES)
        ? entry.getNewValue() + " more, by hand"
        : "by hand";
  }
}
