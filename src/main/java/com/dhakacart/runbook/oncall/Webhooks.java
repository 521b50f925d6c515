package com.dhakacart.runbook.oncall;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** Posts JSON to the addresses of the settings. */
@Component
class Webhooks {

  private final RestClient http;

  Webhooks(OnCallSettings settings) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .build();
    JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(client);
    requests.setReadTimeout(settings.timeout());
    this.http = RestClient.builder().requestFactory(requests).build();
  }

  /**
   * @param idempotencyKey the same for every repetition
   * @return the answer, which is 2xx
   * @throws PageNotSent when it is not, or there is none
   */
  ResponseEntity<String> post(
      URI url, String token, String idempotencyKey, Map<String, Object> body) {
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
      if (!answer.getStatusCode().is2xxSuccessful()) {
        throw new PageNotSent(rejected(url, answer.getStatusCode().value()), null);
      }
      return answer;
    } catch (RestClientResponseException rejection) {
      throw new PageNotSent(rejected(url, rejection.getStatusCode().value()), rejection);
    } catch (RestClientException failure) {
      throw new PageNotSent(
          "the webhook at %s gave no answer (%s); check that it can be reached from here"
              .formatted(url.getHost(), failure.getMostSpecificCause().getClass().getSimpleName()),
          failure);
    }
  }

  private static void authenticate(HttpHeaders headers, String token) {
    if (StringUtils.hasText(token)) {
      headers.setBearerAuth(token);
    }
  }

  /** Names the host only, because the path of a webhook is often its secret. */
  private static String rejected(URI url, int status) {
    return "the webhook at %s answered %d; check its address and its token in runbook.oncall"
        .formatted(url.getHost(), status);
  }
}
