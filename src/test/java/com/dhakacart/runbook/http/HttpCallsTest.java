package com.dhakacart.runbook.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.client.RestClientException;

/** What fails as a call that got no answer does, whatever the JDK throws there. */
class HttpCallsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @ParameterizedTest
  @CsvSource({
    "htps://hooks.example.com, secret",
    "hooks.example.com, secret",
    "http:///in, secret",
    "http://localhost:1, 'secret\n'",
    "http://localhost:1, 'sec\r\nret'"
  })
  void cannotBeSent_isNoAnswer_andSaysWhyWithoutTheToken(String address, String token) {
    RestClientException failure =
        asking(URI.create(address), token.replace("\\n", "\n").replace("\\r", "\r"));

    assertThat(HttpCalls.why(failure, TIMEOUT)).startsWith("was not asked: its address is not");
    assertThat(Throwables.getStackTrace(failure)).doesNotContain("secret", "sec\r");
  }

  @Test
  void answerIsOfNoLengthThatIsANumber_isNoAnswer() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      new Thread(() -> answer(server)).start();

      RestClientException failure =
          asking(URI.create("http://localhost:" + server.getLocalPort()), "secret");

      assertThat(HttpCalls.why(failure, TIMEOUT)).contains("a length that is no number");
    }
  }

  private static RestClientException asking(URI address, String token) {
    return catchThrowableOfType(
        RestClientException.class,
        () ->
            HttpCalls.within(TIMEOUT)
                .build()
                .get()
                .uri(address)
                .headers(headers -> headers.setBearerAuth(token))
                .retrieve()
                .toBodilessEntity());
  }

  private static void answer(ServerSocket server) {
    try (Socket caller = server.accept()) {
      caller.getInputStream().read(new byte[8_192]);
      caller
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: long\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }
}
