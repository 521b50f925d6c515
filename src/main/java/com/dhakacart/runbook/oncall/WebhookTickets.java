package com.dhakacart.runbook.oncall;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Files tickets by a webhook. */
@Component
class WebhookTickets implements Tickets {

  private static final int ANSWER_CHARS = 200;

  private final OnCallSettings settings;
  private final Webhooks webhooks;

  WebhookTickets(OnCallSettings settings, Webhooks webhooks) {
    this.settings = settings;
    this.webhooks = webhooks;
  }

  @Override
  public Optional<String> file(String incident, String rootCause, String page, String report) {
    return Optional.ofNullable(settings.tickets().url())
        .map(
            url ->
                answer(
                    webhooks.post(
                        "runbook.oncall.tickets.url",
                        url,
                        settings.tickets().token(),
                        incident,
                        Map.of(
                            "incident", incident,
                            "title", "Incident " + incident,
                            "rootCause", rootCause,
                            "page", page,
                            "report", report))));
  }

  /** Where the ticket is, if the answer says so, else its beginning. */
  private static String answer(ResponseEntity<String> answer) {
    URI ticket = answer.getHeaders().getLocation();
    if (ticket != null) {
      return ticket.toString();
    }
    String body = answer.getBody() == null ? "" : answer.getBody().strip();
    if (body.isEmpty()) {
      return "filed (" + answer.getStatusCode().value() + ")";
    }
    return body.length() > ANSWER_CHARS ? body.substring(0, ANSWER_CHARS) + "..." : body;
  }
}
