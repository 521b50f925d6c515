package com.dhakacart.runbook.process.access;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.UserOperationLogCategoryPermissions;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.springframework.stereotype.Component;

/**
 * What a group's members may do: see every incident, and decide the tasks whose candidate their
 * group is (the engine grants that with each task). Nobody but an administrator may deploy, since a
 * model can call any bean, nor write variables of an incident at large, move or delete it, since
 * decisions would then be worth nothing. What comes with a completion beyond the declared answers
 * is refused by {@link AnswersSchema}; no step believes a variable all the same.
 */
@Component
class GroupRights {

  private final AuthorizationService authorizations;

  GroupRights(AuthorizationService authorizations) {
    this.authorizations = authorizations;
  }

  /** Grants what the group lacks, and takes nothing away. */
  void grant(TeamGroup group) {
    for (Right right : rights(group)) {
      grant(group, right);
    }
  }

  void grantToRead(TeamGroup group, Resource resource, String id) {
    grant(group, new Right(resource, id, List.of(Permissions.READ)));
  }

  private static List<Right> rights(TeamGroup group) {
    List<Right> rights =
        new ArrayList<>(
            List.of(
                new Right(Resources.APPLICATION, "welcome", List.of(Permissions.ACCESS)),
                new Right(Resources.APPLICATION, "tasklist", List.of(Permissions.ACCESS)),
                new Right(Resources.APPLICATION, "cockpit", List.of(Permissions.ACCESS)),
                new Right(
                    Resources.PROCESS_DEFINITION,
                    ANY,
                    List.of(
                        ProcessDefinitionPermissions.READ,
                        ProcessDefinitionPermissions.READ_INSTANCE,
                        ProcessDefinitionPermissions.READ_TASK,
                        ProcessDefinitionPermissions.READ_HISTORY)),
                new Right(
                    Resources.DECISION_DEFINITION,
                    ANY,
                    List.of(Permissions.READ, Permissions.READ_HISTORY)),
                new Right(
                    Resources.DECISION_REQUIREMENTS_DEFINITION, ANY, List.of(Permissions.READ)),
                // so that every reader of a report sees who made approvers meanwhile
                new Right(
                    Resources.OPERATION_LOG_CATEGORY,
                    UserOperationLogEntry.CATEGORY_ADMIN,
                    List.of(UserOperationLogCategoryPermissions.READ)),
                // so that Tasklist shows who holds a task, and whom it can be given to
                new Right(Resources.USER, ANY, List.of(Permissions.READ))));
    Arrays.stream(TeamGroup.values())
        .map(each -> new Right(Resources.GROUP, each.id(), List.of(Permissions.READ)))
        .forEach(rights::add);
    if (group.operates()) {
      rights.add(
          new Right(
              Resources.PROCESS_DEFINITION,
              ANY,
              List.of(
                  ProcessDefinitionPermissions.CREATE_INSTANCE,
                  ProcessDefinitionPermissions.RETRY_JOB)));
      rights.add(new Right(Resources.PROCESS_INSTANCE, ANY, List.of(Permissions.CREATE)));
    }
    return rights;
  }

  private void grant(TeamGroup group, Right right) {
    Authorization authorization = authorization(group, right);
    if (right.permissions().stream().allMatch(authorization::isPermissionGranted)) {
      return;
    }
    right.permissions().forEach(authorization::addPermission);
    authorizations.saveAuthorization(authorization);
  }

  private Authorization authorization(TeamGroup group, Right right) {
    Authorization known =
        authorizations
            .createAuthorizationQuery()
            .authorizationType(AUTH_TYPE_GRANT)
            .groupIdIn(group.id())
            .resourceType(right.resource())
            .resourceId(right.id())
            .singleResult();
    if (known != null) {
      return known;
    }
    Authorization missing = authorizations.createNewAuthorization(AUTH_TYPE_GRANT);
    missing.setGroupId(group.id());
    missing.setResource(right.resource());
    missing.setResourceId(right.id());
    return missing;
  }

  private record Right(Resource resource, String id, List<? extends Permission> permissions) {}
}
