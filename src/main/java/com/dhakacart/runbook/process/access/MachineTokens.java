package com.dhakacart.runbook.process.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows Alertmanager and Prometheus by the tokens that they send. */
@Component
@FilterRegistration(enabled = false)
class MachineTokens extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger(MachineTokens.class);
  private static final String SCHEME = "Bearer ";

  private final SharedToken alerts;
  private final SharedToken scrapes;
  private final AllowList list;
  private final Refuser refuser;

  MachineTokens(
      AlertTokenSettings alerting, ScrapeTokenSettings scraping, AllowList list, Refuser refuser) {
    this.list = list;
    this.refuser = refuser;
    alerts = alerting.sharedToken();
    scrapes = scraping.sharedToken();
    if (!alerts.isSet()) {
      log.warn(
          "Everyone who reaches POST /alerts can start a runbook; set runbook.alerting.token here"
              + " and the same as http_config.authorization.credentials in Alertmanager");
    }
  }

  SharedToken alerts() {
    return alerts;
  }

  SharedToken scrapes() {
    return scrapes;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Who> machine;
    try {
      machine = machine(request);
    } catch (UncheckedIOException e) {
      log.error("A token cannot be read, so nobody is let in by it: {}", e.getMessage());
      if (isForMachines(request)) {
        refuser.tokenUnreadable(response);
        return;
      }
      machine = Optional.empty();
    }
    machine.ifPresent(
        it -> {
          SecurityContext context = SecurityContextHolder.createEmptyContext();
          context.setAuthentication(
              UsernamePasswordAuthenticationToken.authenticated(it, null, List.of()));
          SecurityContextHolder.setContext(context);
        });
    chain.doFilter(request, response);
  }

  private boolean isForMachines(HttpServletRequest request) {
    return list.find(request.getMethod(), TableOfAccess.path(request))
        .filter(it -> it.who().isMachine())
        .isPresent();
  }

  private Optional<Who> machine(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    String given = header.substring(SCHEME.length());
    if (alerts.isSet() && alerts.is(given)) {
      return Optional.of(Who.ALERTMANAGER);
    }
    return scrapes.isSet() && scrapes.is(given) ? Optional.of(Who.PROMETHEUS) : Optional.empty();
  }
}
