package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.http.HttpCalls;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;

/** Asks Alertmanager's API, version 2, what it would notify us of. */
@Component
class AlertmanagerApi {

  private static final String NOTHING = "[]";

  private final AlertmanagerSettings settings;
  private final AlertingSettings alerting;
  private final NotificationReader reader;
  private final RestClient http;

  AlertmanagerApi(
      AlertmanagerSettings settings, AlertingSettings alerting, NotificationReader reader) {
    this.settings = settings;
    this.alerting = alerting;
    this.reader = reader;
    this.http = HttpCalls.within(settings.timeout()).build();
  }

  boolean isConfigured() {
    return settings.url() != null;
  }

  /**
   * The alerts that fire, are neither silenced nor inhibited, and are routed to our receiver.
   *
   * @throws RestClientException when it gives no answer, or another than 200
   * @throws NotANotification when the answer holds no alerts
   */
  Notification firing() {
    byte[] body =
        http.get()
            .uri(address())
            .accept(MediaType.APPLICATION_JSON)
            .headers(this::authenticate)
            .exchange(
                (request, answer) -> {
                  if (!answer.getStatusCode().is2xxSuccessful()) {
                    throw new RestClientException("it answers " + answer.getStatusCode());
                  }
                  return answer.getBody().readNBytes(limit() + 1);
                });
    if (body.length > limit()) {
      throw new RestClientException(
          "it answers more than %d bytes; raise runbook.alerting.max-payload".formatted(limit()));
    }
    return new String(body, StandardCharsets.UTF_8).strip().equals(NOTHING)
        ? Notification.NOTHING
        : reader.read(body);
  }

  private int limit() {
    return Math.toIntExact(alerting.maxPayload().toBytes());
  }

  /** The receiver is a regular expression to Alertmanager; it anchors it itself. */
  private URI address() {
    return UriComponentsBuilder.fromUri(settings.url())
        .path("/api/v2/alerts")
        .queryParam("active", true)
        .queryParam("silenced", false)
        .queryParam("inhibited", false)
        .queryParam("unprocessed", false)
        .queryParam("receiver", "{receiver}")
        .encode()
        .build(settings.receiver().replaceAll("[.+*?^$()\\[\\]{}|\\\\]", "\\\\$0"));
  }

  private void authenticate(HttpHeaders headers) {
    if (StringUtils.hasText(settings.token())) {
      headers.setBearerAuth(settings.token());
    }
  }
}
