package com.dhakacart.runbook.process.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Before each request of a webapp: whom the door knows is who the webapp sees, with the groups of
 * now, and nobody else.
 */
class WebappPerson extends OncePerRequestFilter {

  private final WebappSessions sessions;

  WebappPerson(WebappSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    if (known != null && known.getPrincipal() instanceof Person person) {
      sessions.keep(request, sessions.of(person, request));
    } else {
      sessions.forget(request);
    }
    chain.doFilter(request, response);
  }
}
