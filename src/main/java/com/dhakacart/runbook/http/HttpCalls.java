package com.dhakacart.runbook.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;

/** Calls that end: whatever the other side does, and however much it says. */
public final class HttpCalls {

  /** More than any answer that is of use, and little enough for several at once. */
  public static final int MOST_BYTES = 16 * 1024 * 1024;

  private HttpCalls() {}

  /**
   * A client whose calls end within a time, the reading of the answer included; an answer of more
   * than {@link #MOST_BYTES} fails with an {@link IOException}. No redirect is followed, since what
   * is sent is meant for one address; {@code retrieve()} takes one for a failure.
   */
  public static RestClient.Builder within(Duration timeout) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
    JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(client);
    requests.setReadTimeout(timeout);
    return RestClient.builder()
        .requestFactory(requests)
        .requestInterceptor(new Limit())
        .defaultStatusHandler(HttpStatusCode::is3xxRedirection, HttpCalls::refuse);
  }

  private static void refuse(HttpRequest request, ClientHttpResponse answer) throws IOException {
    throw new RestClientResponseException(
        "leads to " + answer.getHeaders().getFirst(HttpHeaders.LOCATION),
        answer.getStatusCode(),
        answer.getStatusText(),
        answer.getHeaders(),
        null,
        null);
  }

  private static final class Limit implements ClientHttpRequestInterceptor {

    @Override
    public ClientHttpResponse intercept(
        HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
      return new Limited(execution.execute(request, body));
    }
  }

  private record Limited(ClientHttpResponse answer) implements ClientHttpResponse {

    @Override
    public InputStream getBody() throws IOException {
      return new Counted(answer.getBody());
    }

    @Override
    public HttpStatusCode getStatusCode() throws IOException {
      return answer.getStatusCode();
    }

    @Override
    public String getStatusText() throws IOException {
      return answer.getStatusText();
    }

    @Override
    public HttpHeaders getHeaders() {
      return answer.getHeaders();
    }

    @Override
    public void close() {
      answer.close();
    }
  }

  private static final class Counted extends FilterInputStream {

    private long taken;

    Counted(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      return one < 0 ? one : counted(1, one);
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int count = super.read(into, from, most);
      return count < 0 ? count : counted(count, count);
    }

    private int counted(int count, int result) throws IOException {
      taken += count;
      if (taken > MOST_BYTES) {
        close(); // else the client reads what is left, so that the connection can be used again
        throw new IOException("it answers more than " + MOST_BYTES / 1024 / 1024 + " MB");
      }
      return result;
    }
  }
}
