package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.IncidentVariables;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/**
 * Tasklist's lists, one set for all groups: the first asks for whatever groups its reader is in.
 * One that is there stays as it is, so that an administrator's changes last.
 */
@Component
class TaskFilters {

  private final FilterService filters;
  private final TaskService tasks;
  private final GroupRights rights;

  TaskFilters(FilterService filters, TaskService tasks, GroupRights rights) {
    this.filters = filters;
    this.tasks = tasks;
    this.rights = rights;
  }

  void create() {
    create(
        "My group's open decisions",
        "What someone of your groups has to decide now, taken or not",
        0,
        tasks
            .createTaskQuery()
            .taskCandidateGroupInExpression("${currentUserGroups()}")
            .includeAssignedTasks());
    create(
        "My decisions",
        "What you have taken",
        10,
        tasks.createTaskQuery().taskAssigneeExpression("${currentUser()}"));
    create(
        "All open decisions",
        "What anyone has to decide, and who has taken it",
        20,
        tasks.createTaskQuery());
  }

  private void create(String name, String description, int priority, TaskQuery query) {
    Filter filter = filters.createTaskFilterQuery().filterName(name).singleResult();
    if (filter == null) {
      filter = filters.newTaskFilter(name);
      filter.setQuery(query);
      filter.setProperties(properties(description, priority));
      filter = filters.saveFilter(filter);
    }
    String id = filter.getId();
    Arrays.stream(TeamGroup.values())
        .forEach(group -> rights.grantToRead(group, Resources.FILTER, id));
  }

  /** As Tasklist reads them; the lowest priority comes first. */
  private static Map<String, Object> properties(String description, int priority) {
    return Map.of(
        "description",
        description,
        "priority",
        priority,
        "refresh",
        true,
        "showUndefinedVariable",
        false,
        "variables",
        List.of(
            variable(IncidentVariables.INCIDENT_KEY.name(), "Incident"),
            variable(IncidentVariables.RANKED_CAUSE.name(), "Cause")));
  }

  private static Map<String, String> variable(String name, String label) {
    return Map.of("name", name, "label", label);
  }
}
