package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.http.HttpCalls;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;

/** Asks Alertmanager's API, version 2, what it would notify us of. */
@Component
class AlertmanagerApi {

  private final AlertmanagerSettings settings;
  private final NotificationReader reader;
  private final RestClient http;

  AlertmanagerApi(AlertmanagerSettings settings, NotificationReader reader) {
    this.settings = settings;
    this.reader = reader;
    this.http = HttpCalls.within(settings.timeout()).build();
  }

  boolean isConfigured() {
    return settings.url() != null;
  }

  String receiver() {
    return settings.receiver();
  }

  Duration deliveredWithin() {
    return settings.deliveredWithin();
  }

  /**
   * The alerts that fire, are neither silenced nor inhibited, and are routed to our receiver; of an
   * answer of more than {@link HttpCalls#MOST_BYTES}, some 16,000 alerts, those at its beginning.
   *
   * @throws RestClientException when it gives no answer, or another than 200
   * @throws NotANotification when the answer is no list
   */
  Firing firing() {
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
                  return beginning(answer);
                });
    return reader.readAnswer(body, body.length < HttpCalls.MOST_BYTES);
  }

  /** Closed, since what is left over would be read to its end by the client. */
  private static byte[] beginning(ClientHttpResponse answer) throws IOException {
    try (InputStream body = answer.getBody()) {
      return body.readNBytes(HttpCalls.MOST_BYTES);
    }
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
