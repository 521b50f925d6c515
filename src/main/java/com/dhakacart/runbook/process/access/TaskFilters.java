package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.IncidentVariables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
 * One that is there stays as it is, so that an administrator's changes last; what it shows of a
 * task is shown by its new name, too.
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
    } else if (!shows(IncidentVariables.CAUSE_BEFORE.name(), filter)
        && shows(IncidentVariables.CAUSE_BEFORE.formerName().orElseThrow(), filter)) {
      filter = filters.saveFilter(showingTheCauseByItsNewName(filter));
    }
    String id = filter.getId();
    Arrays.stream(TeamGroup.values())
        .forEach(group -> rights.grantToRead(group, Resources.FILTER, id));
  }

  private static boolean shows(String variable, Filter filter) {
    return variables(filter).stream().anyMatch(it -> variable.equals(it.get("name")));
  }

  /** The former name stays, for the tasks that an older version opened. */
  private static Filter showingTheCauseByItsNewName(Filter filter) {
    List<Map<String, Object>> variables = new ArrayList<>(variables(filter));
    variables.add(Map.copyOf(variable(IncidentVariables.CAUSE_BEFORE.name(), "Cause")));
    Map<String, Object> properties = new HashMap<>(filter.getProperties());
    properties.put("variables", variables);
    return filter.setProperties(properties);
  }

  @SuppressWarnings("unchecked") // Tasklist takes nothing else
  private static List<Map<String, Object>> variables(Filter filter) {
    return (List<Map<String, Object>>) filter.getProperties().getOrDefault("variables", List.of());
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
            variable(IncidentVariables.CAUSE_BEFORE.name(), "Cause")));
  }

  private static Map<String, String> variable(String name, String label) {
    return Map.of("name", name, "label", label);
  }
}
