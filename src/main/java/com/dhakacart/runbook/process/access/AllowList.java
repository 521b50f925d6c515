package com.dhakacart.runbook.process.access;

import static com.dhakacart.runbook.process.access.Holds.*;
import static com.dhakacart.runbook.process.access.Who.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;

/**
 * All that may be asked for: method, path, who, and what the body may hold. What is not written
 * here is refused, to administrators too, on both of the engine's REST applications; the engine's
 * own authorizations are the second lock behind it. README ("Who may what") reads like this table.
 *
 * <p>Written down is what the outer contract names and what Tasklist, Cockpit and Admin were seen
 * to ask for. Left out on purpose, for everybody: whatever writes variables but the answers of a
 * decision and the workload of a start, since nobody may send the engine a value of a type of their
 * own; whatever changes whom a decision is put to, what it shows or when a timer is due; and what
 * moves an incident by other means than its steps (modification, migration, messages, signals).
 */
@Component
class AllowList {

  private static final String PROGRAMS = "/engine-rest";
  private static final String WEBAPPS = "/camunda/api/engine/engine/default";

  private final List<Rule> rules = new ArrayList<>();

  AllowList(RestSettings settings) {
    runbookItself();
    webapps();
    for (String api : List.of(PROGRAMS, WEBAPPS)) {
      readsOfMembers(api);
      searchesOfMembers(api);
      decisions(api);
      readsOfAdministrators(api);
      identities(api);
      incidentsAtLarge(api);
      if (settings.deployments()) {
        deployments(api);
      }
    }
  }

  /** The row for a request, by its path without a slash at its end. */
  Optional<Rule> find(String method, String path) {
    String asked = method.equals("HEAD") ? "GET" : method;
    PathContainer at = withoutLastSlash(path);
    return rules.stream().filter(it -> it.matches(asked, at)).findFirst();
  }

  List<Rule> rules() {
    return List.copyOf(rules);
  }

  /** The webapps end some of their paths with one, and the engine does not mind. */
  static PathContainer withoutLastSlash(String path) {
    return PathContainer.parsePath(
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  private void runbookItself() {
    may(ANYONE, "GET", NOTHING, "/", "/favicon.ico");
    may(ANYONE, "GET", NOTHING, "/login", "/default-ui.css");
    may(ANYONE, "POST", LOG_IN, "/login");
    may(KNOWN, "POST", LOG_IN, "/logout");
    may(
        ANYONE,
        "GET",
        NOTHING,
        "/oauth2/authorization/{provider}",
        "/login/oauth2/code/{provider}");
    may(ANYONE, "GET", NOTHING, "/actuator/health", "/actuator/health/{group}");
    may(PROMETHEUS, "GET", NOTHING, "/actuator/prometheus");
    may(ALERTMANAGER, "POST", ALERTS, "/alerts");
    may(ANYONE, "GET", NOTHING, "/pages/{file}");
    may(MEMBERS, "GET", NOTHING, "/incidents", "/incidents/{key}");
    may(MEMBERS, "GET", NOTHING, "/incidents/events", "/incidents/{key}/events");
    may(MEMBERS, "POST", FORM, "/incidents/{key}/decisions/{task}");
    may(MEMBERS, "POST", FORM, "/incidents/{key}/decisions/{task}/claim");
    may(MEMBERS, "GET", NOTHING, "/incidents/{key}/report", "/incidents/{key}/recording");
    may(MEMBERS, "GET", NOTHING, "/changes/pause");
    may(OPERATORS, "POST", REASON, "/changes/pause");
    may(OPERATORS, "DELETE", NOTHING, "/changes/pause");
    may(ADMINISTRATORS, "GET", NOTHING, "/audit/refusals");
  }

  /** Pages, scripts and styles are the same for everybody; what they show is asked for. */
  private void webapps() {
    may(ANYONE, "GET", NOTHING, "/camunda", "/camunda/favicon.ico", "/camunda-welcome");
    may(ANYONE, "GET", NOTHING, "/camunda/lib/**", "/camunda/assets/**");
    for (String app : List.of("welcome", "tasklist", "cockpit", "admin")) {
      String pages = "/camunda/app/" + app;
      may(ANYONE, "GET", NOTHING, pages, pages + "/default", pages + "/default/**");
      may(ANYONE, "GET", NOTHING, pages + "/{file}.js", pages + "/{file}.css");
      may(ANYONE, "GET", NOTHING, pages + "/scripts/**", pages + "/styles/**");
      may(ANYONE, "GET", NOTHING, pages + "/locales/**");
    }
    may(ANYONE, "GET", NOTHING, "/camunda/api/{app}/plugin/{plugin}/static/**");
    may(ANYONE, "GET", NOTHING, "/camunda/api/engine/engine");
    may(ANYONE, "GET", NOTHING, "/camunda/api/admin/auth/user/default");
    may(ANYONE, "POST", LOG_IN, "/camunda/api/admin/auth/user/default/login/{app}");
    may(ANYONE, "POST", LOG_IN, "/camunda/api/admin/auth/user/default/logout");
    String cockpit = "/camunda/api/cockpit/plugin/base/default";
    for (String list : List.of("/incident", "/process-instance")) {
      may(MEMBERS, "GET", NOTHING, cockpit + list, cockpit + list + "/count");
      may(MEMBERS, "POST", QUERY, cockpit + list, cockpit + list + "/count");
    }
    may(MEMBERS, "GET", NOTHING, cockpit + "/process-definition/statistics");
    may(MEMBERS, "GET", NOTHING, cockpit + "/process-definition/statistics-count");
    String definitions = cockpit + "/process-definition/{id}/called-process-definitions";
    may(MEMBERS, "GET", NOTHING, definitions);
    may(MEMBERS, "POST", QUERY, definitions);
    String instances = cockpit + "/process-instance/{id}/called-process-instances";
    may(MEMBERS, "GET", NOTHING, instances);
    may(MEMBERS, "POST", QUERY, instances);
    may(
        ADMINISTRATORS,
        "GET",
        NOTHING,
        "/camunda/api/admin/plugin/adminPlugins/default/metrics/aggregated");
  }

  private void readsOfMembers(String api) {
    may(KNOWN, "GET", NOTHING, api + "/version", api + "/user/{id}/profile");
    may(KNOWN, "GET", NOTHING, api + "/identity/groups", api + "/identity/password-policy");
    for (String list :
        List.of(
            "/task",
            "/process-definition",
            "/process-instance",
            "/execution",
            "/variable-instance",
            "/incident",
            "/job",
            "/job-definition",
            "/external-task",
            "/event-subscription",
            "/decision-definition",
            "/decision-requirements-definition",
            "/case-definition",
            "/deployment",
            "/filter",
            "/batch",
            "/batch/statistics",
            "/user",
            "/group",
            "/history/process-instance",
            "/history/activity-instance",
            "/history/task",
            "/history/variable-instance",
            "/history/detail",
            "/history/incident",
            "/history/job-log",
            "/history/user-operation",
            "/history/identity-link-log",
            "/history/decision-instance",
            "/history/external-task-log",
            "/history/batch")) {
      may(MEMBERS, "GET", NOTHING, api + list, api + list + "/count");
    }
    for (String one :
        List.of(
            "/task",
            "/process-definition",
            "/process-definition/key",
            "/process-instance",
            "/execution",
            "/variable-instance",
            "/incident",
            "/job",
            "/job-definition",
            "/external-task",
            "/decision-definition",
            "/decision-definition/key",
            "/decision-requirements-definition",
            "/deployment",
            "/filter",
            "/group",
            "/history/process-instance",
            "/history/activity-instance",
            "/history/variable-instance",
            "/history/detail",
            "/history/job-log",
            "/history/decision-instance")) {
      may(MEMBERS, "GET", NOTHING, api + one + "/{id}");
    }
    readsOfOneTask(api + "/task/{id}");
    for (String definition : List.of("/process-definition/{id}", "/process-definition/key/{key}")) {
      readsOfOneDefinition(api + definition);
    }
    may(MEMBERS, "GET", NOTHING, api + "/process-definition/statistics");
    may(
        MEMBERS,
        "GET",
        NOTHING,
        api + "/process-definition/{id}/static-called-process-definitions");
    String instance = api + "/process-instance/{id}";
    may(MEMBERS, "GET", NOTHING, instance + "/activity-instances", instance + "/comment");
    may(MEMBERS, "GET", NOTHING, instance + "/variables", instance + "/variables/{name}");
    may(MEMBERS, "GET", NOTHING, api + "/execution/{id}/localVariables");
    may(MEMBERS, "GET", NOTHING, api + "/execution/{id}/localVariables/{name}");
    may(MEMBERS, "GET", NOTHING, api + "/variable-instance/{id}/data");
    may(MEMBERS, "GET", NOTHING, api + "/history/variable-instance/{id}/data");
    may(MEMBERS, "GET", NOTHING, api + "/job/{id}/stacktrace");
    may(MEMBERS, "GET", NOTHING, api + "/history/job-log/{id}/stacktrace");
    for (String decision :
        List.of(
            "/decision-definition/{id}",
            "/decision-definition/key/{key}",
            "/decision-requirements-definition/{id}")) {
      may(MEMBERS, "GET", NOTHING, api + decision + "/xml", api + decision + "/diagram");
    }
    String resources = api + "/deployment/{id}/resources";
    may(MEMBERS, "GET", NOTHING, resources, resources + "/{resource}");
    may(MEMBERS, "GET", NOTHING, resources + "/{resource}/data");
    may(MEMBERS, "OPTIONS", NOTHING, api + "/filter", api + "/filter/{id}");
    String filter = api + "/filter/{id}";
    may(MEMBERS, "GET", NOTHING, filter + "/list", filter + "/count", filter + "/singleResult");
    may(MEMBERS, "GET", NOTHING, api + "/task/report/candidate-group-count");
  }

  private void readsOfOneTask(String task) {
    may(MEMBERS, "GET", NOTHING, task + "/form", task + "/deployed-form", task + "/rendered-form");
    may(MEMBERS, "GET", NOTHING, task + "/form-variables", task + "/identity-links");
    may(MEMBERS, "GET", NOTHING, task + "/comment", task + "/comment/{comment}");
    for (String variables : List.of("/variables", "/localVariables")) {
      may(MEMBERS, "GET", NOTHING, task + variables, task + variables + "/{name}");
      may(MEMBERS, "GET", NOTHING, task + variables + "/{name}/data");
    }
    may(MEMBERS, "GET", NOTHING, task + "/attachment");
  }

  private void readsOfOneDefinition(String definition) {
    may(MEMBERS, "GET", NOTHING, definition + "/xml", definition + "/diagram");
    may(MEMBERS, "GET", NOTHING, definition + "/statistics", definition + "/startForm");
    may(MEMBERS, "GET", NOTHING, definition + "/form-variables");
    may(MEMBERS, "GET", NOTHING, definition + "/deployed-start-form");
    may(MEMBERS, "GET", NOTHING, definition + "/rendered-form");
  }

  /** Reads that do not fit into an address. */
  private void searchesOfMembers(String api) {
    for (String list :
        List.of(
            "/task",
            "/process-instance",
            "/execution",
            "/variable-instance",
            "/job",
            "/job-definition",
            "/external-task",
            "/group",
            "/history/process-instance",
            "/history/activity-instance",
            "/history/task",
            "/history/variable-instance",
            "/history/job-log",
            "/history/external-task-log")) {
      may(MEMBERS, "POST", QUERY, api + list, api + list + "/count");
    }
    may(MEMBERS, "POST", QUERY, api + "/history/detail");
    String filter = api + "/filter/{id}";
    may(MEMBERS, "POST", QUERY, filter + "/list", filter + "/count", filter + "/singleResult");
  }

  /** What changes something in an incident, each with a body of its own. */
  private void decisions(String api) {
    String task = api + "/task/{id}";
    may(MEMBERS, "POST", OWN_ID, task + "/claim");
    may(MEMBERS, "POST", NOTHING, task + "/unclaim");
    may(MEMBERS, "POST", ANSWERS, task + "/complete", task + "/submit-form");
    may(MEMBERS, "POST", COMMENT, task + "/comment/create");
    for (String definition : List.of("/process-definition/{id}", "/process-definition/key/{key}")) {
      may(OPERATORS, "POST", START, api + definition + "/start", api + definition + "/submit-form");
    }
    may(OPERATORS, "PUT", RETRIES, api + "/job/{id}/retries");
  }

  private void readsOfAdministrators(String api) {
    may(ADMINISTRATORS, "GET", NOTHING, api + "/engine", api + "/schema/log", api + "/metrics");
    may(ADMINISTRATORS, "POST", QUERY, api + "/schema/log");
    may(ADMINISTRATORS, "GET", NOTHING, api + "/metrics/{name}/sum", api + "/telemetry/data");
    may(ADMINISTRATORS, "GET", NOTHING, api + "/history/cleanup/configuration");
    may(
        ADMINISTRATORS,
        "GET",
        NOTHING,
        api + "/history/cleanup/job",
        api + "/history/cleanup/jobs");
    may(
        ADMINISTRATORS,
        "GET",
        NOTHING,
        api + "/tenant",
        api + "/tenant/count",
        api + "/tenant/{id}");
    may(ADMINISTRATORS, "GET", NOTHING, api + "/authorization", api + "/authorization/count");
    may(KNOWN, "GET", NOTHING, api + "/authorization/check");
    may(ADMINISTRATORS, "GET", NOTHING, api + "/authorization/{id}");
    for (String resource : List.of("/user", "/group", "/tenant", "/authorization")) {
      may(ADMINISTRATORS, "OPTIONS", NOTHING, api + resource, api + resource + "/{id}");
    }
    may(ADMINISTRATORS, "OPTIONS", NOTHING, api + "/group/{id}/members");
    may(ADMINISTRATORS, "POST", PLAIN, api + "/identity/password-policy");
  }

  /** As Admin writes them. */
  private void identities(String api) {
    may(ADMINISTRATORS, "POST", PLAIN, api + "/user/create", api + "/group/create");
    may(ADMINISTRATORS, "PUT", PLAIN, api + "/user/{id}/profile", api + "/user/{id}/credentials");
    may(ADMINISTRATORS, "POST", NOTHING, api + "/user/{id}/unlock");
    may(ADMINISTRATORS, "PUT", PLAIN, api + "/group/{id}");
    may(ADMINISTRATORS, "PUT", PLAIN, api + "/group/{id}/members/{user}");
    may(ADMINISTRATORS, "DELETE", NOTHING, api + "/group/{id}/members/{user}");
    may(ADMINISTRATORS, "DELETE", NOTHING, api + "/user/{id}", api + "/group/{id}");
    may(ADMINISTRATORS, "POST", PLAIN, api + "/authorization/create");
    may(ADMINISTRATORS, "PUT", PLAIN, api + "/authorization/{id}");
    may(ADMINISTRATORS, "DELETE", NOTHING, api + "/authorization/{id}");
  }

  /** What an administrator does to an incident from outside, in Cockpit; the engine notes who. */
  private void incidentsAtLarge(String api) {
    may(ADMINISTRATORS, "POST", NOTHING, api + "/job/{id}/execute");
    may(ADMINISTRATORS, "DELETE", NOTHING, api + "/process-instance/{id}");
    may(ADMINISTRATORS, "PUT", PLAIN, api + "/process-instance/{id}/suspended");
    may(ADMINISTRATORS, "PUT", PLAIN, api + "/process-definition/{id}/suspended");
    may(ADMINISTRATORS, "POST", TASK_LIST, api + "/filter/create");
    may(ADMINISTRATORS, "PUT", TASK_LIST, api + "/filter/{id}");
    may(ADMINISTRATORS, "DELETE", NOTHING, api + "/filter/{id}");
    may(ADMINISTRATORS, "POST", NOTHING, api + "/history/cleanup");
  }

  /** Whoever deploys a model runs code in this process; see README. */
  private void deployments(String api) {
    may(ADMINISTRATORS, "POST", DEPLOYMENT, api + "/deployment/create");
    may(ADMINISTRATORS, "DELETE", NOTHING, api + "/deployment/{id}");
  }

  private void may(Who who, String method, Holds holds, String... paths) {
    for (String path : paths) {
      rules.add(Rule.of(method, path, who, holds));
    }
  }
}
