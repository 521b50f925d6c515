package com.dhakacart.runbook.process.access;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.servlet.error.DefaultErrorAttributes;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;

/**
 * What somebody is told where a request ends as an error: why, and what to do. The door and our
 * pages say it themselves; for what only has a status, as when the webapps refuse a page, it is
 * said by the status. The template {@code error} shows it.
 */
@Component
class ErrorSentences extends DefaultErrorAttributes {

  private static final String OF_THE_DOOR = ErrorSentences.class.getName();

  private static final String TOKEN_OF_WEBAPPS =
      "A change behind the webapps comes from their page, with its token (X-XSRF-TOKEN): reload the"
          + " page and try again. A program sends it to /engine-rest. Nothing was done.";

  /** Ends a request with this sentence, which is shown as it is. */
  static void send(
      HttpServletRequest request, HttpServletResponse response, HttpStatus status, String sentence)
      throws IOException {
    request.setAttribute(OF_THE_DOOR, sentence);
    response.sendError(status.value());
  }

  @Override
  public Map<String, Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
    Map<String, Object> attributes = super.getErrorAttributes(request, options);
    int status = (int) attributes.get("status");
    attributes.put(
        "message",
        said(OF_THE_DOOR, request)
            .or(() -> saidElsewhere(status, request))
            .orElseGet(
                () -> isChangeInWebapps(status, request) ? TOKEN_OF_WEBAPPS : byStatus(status)));
    return attributes;
  }

  /**
   * What an exception says is for the log, not for who asked, and the webapps say no more of a 403
   * than whose page it was.
   */
  private Optional<String> saidElsewhere(int status, WebRequest request) {
    return status == HttpStatus.FORBIDDEN.value() || getError(request) != null
        ? Optional.empty()
        : said(RequestDispatcher.ERROR_MESSAGE, request);
  }

  /** They come with a filter of their own, which asks for it whoever it is. */
  private static boolean isChangeInWebapps(int status, WebRequest request) {
    Object path =
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI, RequestAttributes.SCOPE_REQUEST);
    return status == HttpStatus.FORBIDDEN.value()
        && String.valueOf(path).contains("/camunda/api/")
        && request instanceof ServletWebRequest asked
        && asked.getHttpMethod() != HttpMethod.GET;
  }

  private static Optional<String> said(String attribute, WebRequest request) {
    return Optional.ofNullable(
            (String) request.getAttribute(attribute, RequestAttributes.SCOPE_REQUEST))
        .filter(it -> !it.isBlank());
  }

  private static String byStatus(int status) {
    return switch (status) {
      case 401 -> "Say who you are: log in at /login.";
      case 403 ->
          "This page is not for you: your groups do not include one that may use it. An"
              + " administrator can add you to one; README (\"Who may what\") lists what each may.";
      case 404 -> "There is nothing at this address.";
      case 405, 415 -> "This address does not take what was sent in this way. Nothing was done.";
      case 408 -> "This came too slowly, and was cut off. Nothing was done; send it again.";
      case 503 -> "The runbook cannot answer this now. What runs goes on; try again in a minute.";
      default ->
          status < 500
              ? "What was sent cannot be taken as it is written. Nothing was done."
              : "The runbook failed to answer this. Incidents go on without it; look at the list of"
                  + " incidents before you send anything again. The runbook's log has the reason.";
    };
  }
}
