package com.dhakacart.runbook.process.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The session of somebody who came by a provider: like that of a user of the engine, but for its
 * end. The provider is not told of here when a person leaves a group, so it is asked again after a
 * while, however busy the session is.
 */
class ProviderSessions extends OncePerRequestFilter {

  private static final String SINCE = ProviderSessions.class.getName() + ".since";

  private final Duration longest;
  private final Clock clock;

  ProviderSessions(OidcSettings settings, Clock clock) {
    this.longest = settings.logInAgainAfter();
    this.clock = clock;
  }

  /** Keeps who it is, and goes on to the page that was asked for. */
  SavedRequestAwareAuthenticationSuccessHandler begin() {
    SavedRequestAwareAuthenticationSuccessHandler onward =
        new SavedRequestAwareAuthenticationSuccessHandler() {
          @Override
          public void onAuthenticationSuccess(
              HttpServletRequest request, HttpServletResponse response, Authentication known)
              throws ServletException, IOException {
            keep(((ProviderUser) known.getPrincipal()).person(), request, response);
            super.onAuthenticationSuccess(request, response, known);
          }
        };
    onward.setRequestCache(new PageAskedFor());
    return onward;
  }

  private void keep(Person person, HttpServletRequest request, HttpServletResponse response) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(person, null, java.util.List.of()));
    SecurityContextHolder.setContext(context);
    new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    HttpSession session = request.getSession();
    session.setAttribute(SINCE, clock.instant());
    // a token that a stranger may have seen ends with the stranger's session
    session.removeAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    if (session != null
        && session.getAttribute(SINCE) instanceof Instant since
        && since.plus(longest).isBefore(clock.instant())) {
      session.invalidate();
    }
    chain.doFilter(request, response);
  }
}
