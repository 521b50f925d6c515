package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.StorageFailure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * While the database does not answer, nobody can be known and nothing can be shown: that is said,
 * with when to come back, and is no error of ours.
 */
@Component
@FilterRegistration(enabled = false)
class DatabaseAway extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger(DatabaseAway.class);

  private final Refuser refuser;

  DatabaseAway(Refuser refuser) {
    this.refuser = refuser;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (RuntimeException | ServletException e) {
      if (!StorageFailure.isDatabaseAway(e)) {
        throw e;
      }
      // without its trace, which would be the same for each caller
      log.warn("The database does not answer {}: {}", request.getMethod(), e.toString());
      refuser.databaseAway(response);
    }
  }
}
