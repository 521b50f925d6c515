package com.dhakacart.runbook.process.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes whoever is logged in the author of what the request does: the engine checks rights and
 * writes its operation log only for a known user.
 */
@Component
class ActingPerson extends OncePerRequestFilter {

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
        identities.setAuthentication(person.id(), List.copyOf(people.groups(person)));
      }
      chain.doFilter(request, response);
    } finally {
      identities.clearAuthentication();
    }
  }
}
