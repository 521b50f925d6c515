package com.dhakacart.runbook.process.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.springframework.stereotype.Component;

/** Tells the webapps, in the words that they read, whom the door knows. */
@Component
class WebappSessions {

  private static final List<String> APPS = List.of("cockpit", "tasklist", "admin");

  /** Each request brings what is so now. */
  private static final Date LOOKED_UP_BY_THE_DOOR = new Date(Long.MAX_VALUE);

  private final AuthorizationService authorizations;
  private final People people;

  WebappSessions(AuthorizationService authorizations, People people) {
    this.authorizations = authorizations;
    this.people = people;
  }

  UserAuthentication of(Person person, HttpServletRequest request) {
    List<String> groups = people.groups(person, request).stream().sorted().toList();
    Set<String> apps = new HashSet<>(Set.of("welcome"));
    for (String app : APPS) {
      if (authorizations.isUserAuthorized(
          person.id(), groups, Permissions.ACCESS, Resources.APPLICATION, app)) {
        apps.add(app);
      }
    }
    UserAuthentication session = new UserAuthentication(person.id(), ProcessEngines.NAME_DEFAULT);
    session.setGroupIds(groups);
    session.setTenantIds(List.of());
    session.setAuthorizedApps(apps);
    // never by the webapps, which look into the engine's tables only
    session.setCacheValidationTime(LOOKED_UP_BY_THE_DOOR);
    return session;
  }

  void keep(HttpServletRequest request, UserAuthentication session) {
    Authentications all = AuthenticationUtil.getAuthsFromSession(request.getSession());
    all.addOrReplace(session);
    AuthenticationUtil.updateSession(request.getSession(), all);
  }

  void forget(HttpServletRequest request) {
    if (request.getSession(false) != null) {
      AuthenticationUtil.updateSession(request.getSession(), new Authentications());
    }
  }
}
