package com.dhakacart.runbook.process.access;

import java.time.Duration;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Asks a provider as Spring Security does, but does not wait for it for ever: whoever has the
 * log-in page open could hold a thread of ours with each try while it hangs.
 */
final class ProviderCalls {

  private static final Duration LONGEST = Duration.ofSeconds(5);

  private ProviderCalls() {}

  static RestClientAuthorizationCodeTokenResponseClient tokenResponseClient() {
    RestClientAuthorizationCodeTokenResponseClient tokens =
        new RestClientAuthorizationCodeTokenResponseClient();
    tokens.setRestClient(
        RestClient.builder()
            .requestFactory(within())
            .messageConverters(
                converters -> {
                  converters.clear();
                  converters.add(new FormHttpMessageConverter());
                  converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    return tokens;
  }

  static RestTemplate userInfo() {
    RestTemplate asks = new RestTemplate(within());
    asks.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
    return asks;
  }

  private static SimpleClientHttpRequestFactory within() {
    SimpleClientHttpRequestFactory calls = new SimpleClientHttpRequestFactory();
    calls.setConnectTimeout(LONGEST);
    calls.setReadTimeout(LONGEST);
    return calls;
  }
}
