package com.dhakacart.runbook.process.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes whoever is logged in the author of what the request does: the engine checks rights and
 * writes its operation log only for a known user.
 */
@Component
@FilterRegistration(enabled = false)
class ActingPerson extends OncePerRequestFilter {

  /** A shift: whoever is woken twice logs in once. Who has not logged in has minutes. */
  private static final int SHIFT_SECONDS = Math.toIntExact(Duration.ofHours(12).toSeconds());

  private final IdentityService identities;
  private final People people;

  ActingPerson(IdentityService identities, People people) {
    this.identities = identities;
    this.people = people;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      if (SecurityContextHolder.getContext().getAuthentication() != null
          && SecurityContextHolder.getContext().getAuthentication().getPrincipal()
              instanceof Person person) {
        identities.setAuthentication(person.id(), List.copyOf(people.groups(person, request)));
        staysLoggedIn(request);
      }
      chain.doFilter(request, response);
    } finally {
      identities.clearAuthentication();
    }
  }

  private static void staysLoggedIn(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null && session.getMaxInactiveInterval() != SHIFT_SECONDS) {
      session.setMaxInactiveInterval(SHIFT_SECONDS);
    }
  }
}
