package com.dhakacart.runbook.process.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A session ends when the password that began it is the person's no longer: it is changed because
 * somebody else may know it.
 */
@Component
@FilterRegistration(enabled = false)
class ChangedPasswords extends OncePerRequestFilter {

  private final People people;

  ChangedPasswords(People people) {
    this.people = people;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    if (session != null && isOver(SecurityContextHolder.getContext().getAuthentication())) {
      session.invalidate();
      SecurityContextHolder.clearContext();
    }
    chain.doFilter(request, response);
  }

  private boolean isOver(Authentication known) {
    return known != null
        && known.getPrincipal() instanceof Person person
        && !people.hasPasswordOf(person);
  }
}
