package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.ledger.Refusal.Reason;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps what is refused behind the door, too: by the engine's authorizations, or by a decision. */
@Component
@FilterRegistration(enabled = false)
class LaterRefusals extends OncePerRequestFilter {

  private static final Set<Holds> DECISIONS =
      Set.of(Holds.ANSWERS, Holds.FORM, Holds.OWN_ID, Holds.START);

  private final Refuser refuser;

  LaterRefusals(Refuser refuser) {
    this.refuser = refuser;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, response);
    int status = response.getStatus();
    if (status == HttpServletResponse.SC_FORBIDDEN) {
      refuser.keep(request, Reason.NOT_ALLOWED, status);
    } else if (status == HttpServletResponse.SC_BAD_REQUEST && decides(request)) {
      refuser.keep(request, Reason.ANSWER_REFUSED, status);
    }
  }

  private static boolean decides(HttpServletRequest request) {
    return TableOfAccess.rule(request).map(Rule::holds).filter(DECISIONS::contains).isPresent();
  }
}
