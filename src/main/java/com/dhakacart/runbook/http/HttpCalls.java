package com.dhakacart.runbook.http;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** Calls that end: whatever the other side does, and however much it says. */
public final class HttpCalls {

  /** More than any answer that is of use, and little enough for several at once. */
  public static final int MOST_BYTES = 16 * 1024 * 1024;

  private HttpCalls() {}

  /**
   * A client whose calls end within a time, the reading of the answer included; an answer of more
   * than {@link #MOST_BYTES} fails with an {@link IOException}, and so does what cannot be sent,
   * such as a token that ends in a line break. No redirect is followed, since what is sent is meant
   * for one address; {@code retrieve()} takes one for a failure.
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
        .requestInterceptor(new Limit(timeout))
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

  /**
   * Why such a client got no answer, for a sentence that begins with whom it asked. It does not
   * name the address, whose path may be a secret.
   */
  public static String why(RestClientException failure, Duration timeout) {
    if (failure.contains(HttpTimeoutException.class)) {
      return "gave no answer within " + timeout.toMillis() + " ms";
    }
    if (failure.contains(UnresolvedAddressException.class)
        || failure.contains(UnknownHostException.class)) {
      return "gave no answer: nobody here knows its name (unknown host)";
    }
    if (failure.contains(ConnectException.class)) {
      return "gave no answer: it refused the connection or is not there";
    }
    if (failure.contains(EOFException.class) || failure.contains(ClosedChannelException.class)) {
      return "gave no whole answer: it closed the connection";
    }
    if (failure.contains(CannotBeSent.class)) {
      return "was not asked: its address is not http or https and the name of a host, or what goes along, such as a token, holds a line break";
    }
    Throwable cause = failure.getMostSpecificCause();
    return "gave no answer (%s: %s)"
        .formatted(cause.getClass().getSimpleName(), cause.getMessage());
  }

  private record Limit(Duration timeout) implements ClientHttpRequestInterceptor {

    @Override
    public ClientHttpResponse intercept(
        HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
      long begun = System.nanoTime();
      try {
        return new Limited(execution.execute(request, body), begun, timeout);
      } catch (NumberFormatException e) {
        throw new IOException("it answers with a length that is no number");
      } catch (IllegalArgumentException e) {
        // and not because of it: its words quote the header, and with it the token
        throw new CannotBeSent();
      }
    }
  }

  private static final class CannotBeSent extends IOException {}

  private record Limited(ClientHttpResponse answer, long begun, Duration timeout)
      implements ClientHttpResponse {

    @Override
    public InputStream getBody() throws IOException {
      return new Counted(answer.getBody(), begun, timeout);
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

    private final long begun;
    private final Duration timeout;
    private long taken;

    Counted(InputStream body, long begun, Duration timeout) {
      super(body);
      this.begun = begun;
      this.timeout = timeout;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int count;
      try {
        count = super.read(into, from, most);
      } catch (IOException e) {
        throw isLate() ? late(e) : e;
      }
      return count < 0 ? count : counted(count);
    }

    /** Then the client has closed it under our hands, and says no more than that. */
    private boolean isLate() {
      return System.nanoTime() - begun >= timeout.toNanos();
    }

    private static IOException late(IOException closed) {
      IOException late = new HttpTimeoutException("its answer does not end in time");
      late.initCause(closed);
      return late;
    }

    private int counted(int count) throws IOException {
      taken += count;
      if (taken > MOST_BYTES) {
        close(); // else the client reads what is left, so that the connection can be used again
        throw new IOException("it answers more than " + MOST_BYTES / 1024 / 1024 + " MB");
      }
      return count;
    }
  }
}
