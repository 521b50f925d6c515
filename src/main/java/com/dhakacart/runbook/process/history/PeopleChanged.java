package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.IncidentHistory.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.EntityTypes;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.UserOperationLogEntry;

/**
 * Who was made somebody that decides, or another, shortly before an incident or while it was open:
 * an administrator can make approvers, and whoever reads the report has to see it.
 */
final class PeopleChanged {

  private static final Duration SHORTLY_BEFORE = Duration.ofHours(1);

  private static final Map<String, String> IN_WORDS =
      Map.of(
          EntityTypes.GROUP_MEMBERSHIP + UserOperationLogEntry.OPERATION_TYPE_CREATE,
          "%s became a member of %s",
          EntityTypes.GROUP_MEMBERSHIP + UserOperationLogEntry.OPERATION_TYPE_DELETE,
          "%s was taken out of %s",
          EntityTypes.USER + UserOperationLogEntry.OPERATION_TYPE_CREATE,
          "The user %s was made",
          EntityTypes.USER + UserOperationLogEntry.OPERATION_TYPE_UPDATE,
          "The name or the password of %s was changed",
          EntityTypes.USER + UserOperationLogEntry.OPERATION_TYPE_DELETE,
          "The user %s was removed");

  private PeopleChanged() {}

  static List<Entry> around(HistoryService history, Instant openedAt, Instant end) {
    return history
        .createUserOperationLogQuery()
        .entityTypeIn(EntityTypes.USER, EntityTypes.GROUP_MEMBERSHIP)
        .afterTimestamp(Date.from(openedAt.minus(SHORTLY_BEFORE)))
        .beforeTimestamp(Date.from(end))
        .list()
        .stream()
        .filter(it -> IN_WORDS.containsKey(it.getEntityType() + it.getOperationType()))
        .collect(Collectors.groupingBy(UserOperationLogEntry::getOperationId))
        .values()
        .stream()
        .map(PeopleChanged::entry)
        .toList();
  }

  /** The log has a row for each property of an operation. */
  private static Entry entry(Collection<UserOperationLogEntry> rows) {
    UserOperationLogEntry any = rows.iterator().next();
    return new Entry(
        any.getTimestamp().toInstant(),
        IN_WORDS
            .get(any.getEntityType() + any.getOperationType())
            .formatted(value("userId", rows), value("groupId", rows)),
        any.getUserId(),
        null,
        "by hand");
  }

  private static String value(String property, Collection<UserOperationLogEntry> rows) {
    return rows.stream()
        .filter(it -> property.equals(it.getProperty()))
        .map(it -> Objects.requireNonNullElse(it.getNewValue(), it.getOrgValue()))
        .findFirst()
        .orElse("somebody");
  }
}
