package com.dhakacart.runbook.process.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** The webapps' own log-in form knows no provider: ours comes before it, and offers both. */
class WebappsByLogIn extends OncePerRequestFilter {

  private static final String PAGES = "/camunda/app/";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    if (Refuser.wantsPage(request)
        && TableOfAccess.path(request).startsWith(PAGES)
        && !(who != null && who.getPrincipal() instanceof Person)) {
      throw new InsufficientAuthenticationException("Nobody is logged in");
    }
    chain.doFilter(request, response);
  }
}
