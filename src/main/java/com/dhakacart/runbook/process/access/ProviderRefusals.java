package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.ledger.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.web.util.HtmlUtils;

/**
 * What somebody reads whom a provider sent back, and who is not let in: Spring Security's page has
 * one sentence for whatever went wrong, and here it may be something that an administrator can
 * mend.
 */
class ProviderRefusals implements AuthenticationFailureHandler {

  private static final Logger log = LoggerFactory.getLogger(ProviderRefusals.class);

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><title>Not logged in</title></head>
      <body><h1>Not logged in</h1><p>%s</p><p><a href="/login">Log in</a></p></body>
      </html>
      """;

  private final Refuser refuser;

  ProviderRefusals(Refuser refuser) {
    this.refuser = refuser;
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    if (why instanceof NotLetIn) {
      answer(request, response, Reason.NOT_ALLOWED, HttpStatus.FORBIDDEN, why.getMessage());
    } else {
      // without its trace: whoever opens the address can have it written
      log.warn("A log-in by a provider came to nothing: {}", why.toString());
      answer(
          request,
          response,
          Reason.WRONG_CREDENTIALS,
          HttpStatus.UNAUTHORIZED,
          "Your provider did not say who you are, or could not be asked; try again, or log in as a"
              + " user of the runbook itself");
    }
  }

  private void answer(
      HttpServletRequest request,
      HttpServletResponse response,
      Reason reason,
      HttpStatus status,
      String sentence)
      throws IOException {
    refuser.keep(request, reason, status.value());
    response.setStatus(status.value());
    response.setContentType(MediaType.TEXT_HTML_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.getWriter().write(PAGE.formatted(HtmlUtils.htmlEscape(sentence)));
  }
}
