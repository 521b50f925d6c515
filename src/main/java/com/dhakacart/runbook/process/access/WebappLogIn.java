package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.ledger.Refusal.Reason;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationDto;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * The log-in form and the log-out of the webapps, in place of the engine's own: it makes the same
 * session as {@code /login}, so that one log-in serves Tasklist, Cockpit and the incident's page.
 */
class WebappLogIn extends HttpServlet {

  static final String LOG_IN = "/camunda/api/admin/auth/user/default/login/*";
  static final String LOG_OUT = "/camunda/api/admin/auth/user/default/logout";

  private final transient AuthenticationManager authentication;
  private final transient WebappSessions sessions;
  private final transient Refuser refuser;
  private final transient ObjectMapper json;

  WebappLogIn(
      AuthenticationManager authentication,
      WebappSessions sessions,
      Refuser refuser,
      ObjectMapper json) {
    this.authentication = authentication;
    this.sessions = sessions;
    this.refuser = refuser;
    this.json = json;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getServletPath().equals(LOG_OUT)) {
      new SecurityContextLogoutHandler().logout(request, response, null);
      return;
    }
    try {
      logIn(request, response);
    } catch (TooManyTries e) {
      refuser.tooManyTries(request, response, e);
    } catch (AuthenticationException e) {
      refuser.wrongPassword(request, response, e);
    }
  }

  private static Authentication claimed(HttpServletRequest request) {
    UsernamePasswordAuthenticationToken claimed =
        UsernamePasswordAuthenticationToken.unauthenticated(
            Objects.toString(request.getParameter("username"), ""),
            Objects.toString(request.getParameter("password"), ""));
    claimed.setDetails(new WebAuthenticationDetails(request));
    return claimed;
  }

  private void logIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Authentication known = authentication.authenticate(claimed(request));
    var session = sessions.of((Person) known.getPrincipal(), request);
    String app = String.valueOf(request.getPathInfo()).substring(1);
    if (!session.getAuthorizedApps().contains(app)) {
      refuser.refuse(
          request,
          response,
          HttpStatus.FORBIDDEN,
          Reason.NOT_ALLOWED,
          "You may not use " + app + "; ask an administrator");
      return;
    }
    // as before each log-in: a token that a stranger may have seen ends with the stranger's session
    request.getSession().removeAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME);
    new ChangeSessionIdAuthenticationStrategy().onAuthentication(known, request, response);
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(known);
    new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    sessions.keep(request, session);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response
        .getOutputStream()
        .write(json.writeValueAsBytes(AuthenticationDto.fromAuthentication(session)));
  }
}
