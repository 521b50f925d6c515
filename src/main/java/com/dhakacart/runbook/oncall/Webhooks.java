package com.dhakacart.runbook.oncall;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.dhakacart.runbook.http.HttpCalls;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** Posts JSON to the addresses of the settings. */
@Component
class Webhooks {

  private static final Pattern PAGE = Pattern.compile("\\s*<(!doctype\\s+)?html", CASE_INSENSITIVE);

  private static final int TOO_MANY = 429;
  private static final int BROKEN = 500;

  private final OnCallSettings settings;
  private final RestClient http;

  Webhooks(OnCallSettings settings) {
    this.settings = settings;
    this.http = HttpCalls.within(settings.timeout()).build();
  }

  /**
   * @param setting where the address is set
   * @param idempotencyKey the same for every repetition
   * @return the answer, which is 2xx
   * @throws PageNotSent when it is not, or there is none
   */
  ResponseEntity<String> post(
      String setting, URI url, String token, String idempotencyKey, Map<String, Object> body) {
    // the host only, because the path of a webhook is often its secret
    String asked = "the webhook at %s (%s)".formatted(url.getHost(), setting);
    try {
      ResponseEntity<String> answer =
          http.post()
              .uri(url)
              .contentType(MediaType.APPLICATION_JSON)
              .header("Idempotency-Key", idempotencyKey)
              .headers(headers -> authenticate(headers, token))
              .body(body)
              .retrieve()
              .toEntity(String.class);
      if (isPageForPeople(answer.getBody())) {
        throw new PageNotSent(
            asked + " answered with a page for people, such as one to log in; check its address",
            null);
      }
      return answer;
    } catch (RestClientResponseException rejection) {
      throw new PageNotSent(rejected(asked, rejection.getStatusCode().value()), rejection);
    } catch (RestClientException failure) {
      throw new PageNotSent(
          "%s %s; check that it can be reached from here"
              .formatted(asked, HttpCalls.why(failure, settings.timeout())),
          failure);
    }
  }

  /** What stands before the service has taken the call, and nobody was called. */
  private static boolean isPageForPeople(String body) {
    return body != null && PAGE.matcher(body).lookingAt();
  }

  private static void authenticate(HttpHeaders headers, String token) {
    if (StringUtils.hasText(token)) {
      headers.setBearerAuth(token);
    }
  }

  private static String rejected(String asked, int status) {
    boolean isItsOwnFault = status == TOO_MANY || status >= BROKEN;
    return "%s answered %d; %s"
        .formatted(
            asked,
            status,
            isItsOwnFault ? "look at the service itself" : "check its address and its token");
  }
}
