package com.dhakacart.runbook.process.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses an address that two readers could read differently, before anybody reads it: one whose
 * beginning is written in percent signs, or that carries parameters within its path.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProperAddress extends OncePerRequestFilter {

  private final Refuser refuser;

  ProperAddress(Refuser refuser) {
    this.refuser = refuser;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isProper(request)) {
      chain.doFilter(request, response);
    } else {
      refuser.improper(request, response, null);
    }
  }

  private static boolean isProper(HttpServletRequest request) {
    String address = request.getRequestURI();
    return address.indexOf(';') < 0
        && address.startsWith(request.getContextPath() + request.getServletPath());
  }
}
