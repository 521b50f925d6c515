package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.ledger.Refusal;
import com.dhakacart.runbook.process.ledger.Refusal.Reason;
import com.dhakacart.runbook.process.ledger.Refusals;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.stereotype.Component;

/**
 * What the door says to whom it does not let in: a sentence, as JSON that the engine's callers and
 * the webapps read ({@code message}), and as a page to a browser that asked for one; who is not
 * known yet is led to the log-in page. Every refusal is kept.
 */
@Component
class Refuser implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final AuthenticationEntryPoint logIn = LogInPage.asked();
  static final String DATABASE_AWAY =
      "The runbook's database does not answer now, or is full or read-only; what runs goes on when"
          + " that is over. Try again in 10 s, and look whether the database is there, has room and"
          + " takes writes";

  private static final Pattern DECISION =
      Pattern.compile("(/incidents/[A-Za-z0-9-]+)/decisions/[A-Za-z0-9-]+(/claim)?");

  private static final String KEPT = Refuser.class.getName() + ".kept";

  private final ObjectMapper json;
  private final Refusals refusals;

  Refuser(ObjectMapper json, Refusals refusals) {
    this.json = json;
    this.refusals = refusals;
  }

  /** Nobody is known, or not by what they sent. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    Optional<Rule> rule = TableOfAccess.rule(request);
    boolean tried = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    if (rule.isPresent() && rule.get().who().isMachine()) {
      response.setHeader(
          HttpHeaders.WWW_AUTHENTICATE,
          "Bearer realm=\"%s\""
              .formatted(rule.get().who() == Who.ALERTMANAGER ? "alerts" : "metrics"));
      keepTried(request, tried, why);
      answer(
          response,
          HttpStatus.UNAUTHORIZED,
          "The bearer token is missing or wrong. " + whereItIsSet(rule.get()));
    } else if (!tried && wantsPage(request)) {
      try {
        logIn.commence(request, response, why);
      } catch (jakarta.servlet.ServletException e) {
        throw new IOException(e);
      }
    } else if (why instanceof TooManyTries wait) {
      tooManyTries(request, response, wait);
    } else if (!tried && isFormOfAnIncident(request)) {
      backToTheIncident(request, response);
    } else {
      if (!TableOfAccess.path(request).startsWith("/camunda")) {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"runbook\"");
      }
      keepTried(request, tried, why);
      answer(
          response,
          HttpStatus.UNAUTHORIZED,
          "Say who you are: with HTTP Basic, or by logging in at /login");
    }
  }

  /** At our log-in page: it is shown again, and says that it was not right. */
  AuthenticationFailureHandler backToTheLogIn() {
    return (request, response, why) -> {
      keepWrong(request, why);
      new SimpleUrlAuthenticationFailureHandler(LogInPage.AFTER_A_FAILURE)
          .onAuthenticationFailure(request, response, why);
    };
  }

  /** Who sent nothing to be known by was asked, and refused nothing yet. */
  private void keepTried(HttpServletRequest request, boolean tried, AuthenticationException why) {
    if (tried) {
      keepWrong(request, why);
    }
  }

  private void keepWrong(HttpServletRequest request, AuthenticationException why) {
    keep(
        request,
        why instanceof TooManyTries ? Reason.TOO_MANY_TRIES : Reason.WRONG_CREDENTIALS,
        HttpStatus.UNAUTHORIZED.value(),
        why instanceof WrongPassword wrong && wrong.tried() != null
            ? "as %s: ".formatted(wrong.tried())
            : "");
  }

  /** A name and a password that do not belong together. */
  void wrongPassword(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    keepWrong(request, why);
    answer(response, HttpStatus.UNAUTHORIZED, why.getMessage());
  }

  void tooManyTries(HttpServletRequest request, HttpServletResponse response, TooManyTries wait)
      throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.left().toSeconds()));
    refuse(
        request, response, HttpStatus.TOO_MANY_REQUESTS, Reason.TOO_MANY_TRIES, wait.getMessage());
  }

  private static String whereItIsSet(Rule rule) {
    return rule.who() == Who.ALERTMANAGER
        ? "Set Alertmanager's http_config.authorization.credentials to runbook.alerting.token."
        : "Set Prometheus' authorization.credentials of this target to runbook.scraping.token.";
  }

  /** Whether somebody opened one of our pages in a browser, and can log in there. */
  static boolean wantsPage(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return "GET".equals(request.getMethod())
        && accept != null
        && accept.contains(MediaType.TEXT_HTML_VALUE)
        && !TableOfAccess.path(request).startsWith("/camunda/api")
        && !TableOfAccess.path(request).startsWith("/engine-rest");
  }

  /** Whether it was typed into an incident's page, by somebody whose session has ended since. */
  private static boolean isFormOfAnIncident(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return "POST".equals(request.getMethod())
        && accept != null
        && accept.contains(MediaType.TEXT_HTML_VALUE)
        && DECISION.matcher(TableOfAccess.path(request)).matches();
  }

  /** By the log-in, to the page, where the browser has kept what was typed. */
  private static void backToTheIncident(HttpServletRequest request, HttpServletResponse response) {
    Matcher decision = DECISION.matcher(TableOfAccess.path(request));
    response.setStatus(HttpStatus.SEE_OTHER.value());
    response.setHeader(
        HttpHeaders.LOCATION, decision.replaceFirst(request.getContextPath() + "$1?again"));
  }

  /** Somebody is known, and may not. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    if (why instanceof CsrfException && isFormOfAnIncident(request)) {
      keep(request, Reason.NO_CSRF_TOKEN, HttpStatus.FORBIDDEN.value());
      backToTheIncident(request, response);
      return;
    }
    if (why instanceof CsrfException) {
      refuse(
          request,
          response,
          HttpStatus.FORBIDDEN,
          Reason.NO_CSRF_TOKEN,
          "A session changes something only with its token: reload the page and try again. A"
              + " program sends no session cookie");
      return;
    }
    Optional<Rule> rule = TableOfAccess.rule(request);
    refuse(
        request,
        response,
        HttpStatus.FORBIDDEN,
        rule.isPresent() ? Reason.NOT_ALLOWED : Reason.NOT_LISTED,
        rule.isPresent()
            ? "This is for %s; ask one of them".formatted(rule.get().who().inWords())
            : "%s %s is not offered here: what may be asked for is listed in README under \"Who may what\""
                .formatted(request.getMethod(), TableOfAccess.path(request)));
  }

  /** A page of another site made the browser send this. */
  void fromElsewhere(HttpServletRequest request, HttpServletResponse response) throws IOException {
    refuse(
        request,
        response,
        HttpStatus.FORBIDDEN,
        Reason.FROM_ANOTHER_SITE,
        "A page of another site sent this (Origin, Sec-Fetch-Site), and nothing was done. Open the"
            + " runbook itself, or set runbook.web.url to the address that people use");
  }

  /** Nobody was refused anything: it is to be asked again. */
  void databaseAway(HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, "10");
    answer(response, HttpStatus.SERVICE_UNAVAILABLE, DATABASE_AWAY);
  }

  /** The file of a machine's token is not there, or not for us. */
  void tokenUnreadable(HttpServletResponse response) throws IOException {
    answer(
        response,
        HttpStatus.SERVICE_UNAVAILABLE,
        "The file that holds this token cannot be read; an operator finds which and why in the"
            + " runbook's log");
  }

  /** It is no proper request of HTTP, such as one with a path that two readers read differently. */
  void improper(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException why)
      throws IOException {
    refuse(
        request,
        response,
        HttpStatus.BAD_REQUEST,
        Reason.NOT_LISTED,
        "This address is not written properly");
  }

  void refuse(
      HttpServletRequest request,
      HttpServletResponse response,
      HttpStatus status,
      Reason reason,
      String sentence)
      throws IOException {
    keep(request, reason, status.value());
    if (wantsPage(request) && !response.isCommitted()) {
      ErrorSentences.send(request, response, status, sentence);
    } else {
      answer(response, status, sentence);
    }
  }

  /** Keeps a refusal, once a request. */
  void keep(HttpServletRequest request, Reason reason, int status) {
    keep(request, reason, status, "");
  }

  private void keep(HttpServletRequest request, Reason reason, int status, String claimed) {
    if (request.getAttribute(KEPT) == null) {
      request.setAttribute(KEPT, true);
      refusals.record(
          Refusal.of(
              who(),
              request.getRemoteAddr(),
              claimed + request.getMethod(),
              request.getRequestURI(),
              reason,
              status));
    }
  }

  private void answer(HttpServletResponse response, HttpStatus status, String sentence)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "Refused");
    body.put("message", sentence);
    body.put("status", status.value());
    response.getOutputStream().write(json.writeValueAsBytes(body));
  }

  private static String who() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who != null && who.getPrincipal() instanceof Person person
        ? person.id()
        : Refusal.NOBODY;
  }
}
