package com.dhakacart.runbook.process.access.connections;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.json.MappingJacksonInputMessage;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the body of a request before anything else does, as a whole: what comes too slowly or is
 * too much is refused here, while it holds nothing but its thread, unless its path has a limit of
 * its own ({@link BodyLimit}). What follows reads it from memory ({@link ReadBody}).
 */
class WholeBody extends OncePerRequestFilter {

  private static final MediaType FORM = MediaType.APPLICATION_FORM_URLENCODED;

  /** Each may take ten times its size while it is read: together less than half of the heap. */
  private static final int LARGE_AT_ONCE = 4;

  private static final String RETRY_AFTER_SECONDS = "5";

  private final DataSize maxBody;
  private final Map<String, DataSize> limits;
  private final Semaphore large = new Semaphore(LARGE_AT_ONCE);
  private final FormHttpMessageConverter forms = new FormHttpMessageConverter();

  WholeBody(ConnectionSettings settings, List<BodyLimit> limits) {
    this.maxBody = settings.maxBody();
    this.limits = limits.stream().collect(Collectors.toMap(BodyLimit::path, BodyLimit::most));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() <= 0
        && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null) {
      chain.doFilter(request, response);
      return;
    }
    Optional<DataSize> ofItsPath = Optional.ofNullable(limits.get(path(request)));
    DataSize most = ofItsPath.orElse(maxBody);
    boolean isLarge = mayBeLarge(request, most);
    if (isLarge && !large.tryAcquire()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
      refuse(
          response,
          HttpStatus.SERVICE_UNAVAILABLE,
          "%d large bodies are being read already. Send this again.".formatted(LARGE_AT_ONCE));
      return;
    }
    try {
      readAndHandOn(request, response, chain, most, ofItsPath.isPresent());
    } finally {
      if (isLarge) {
        large.release();
      }
    }
  }

  /** Larger than the memory that each of the threads may take for one. */
  private boolean mayBeLarge(HttpServletRequest request, DataSize most) {
    long said = request.getContentLengthLong();
    return most.compareTo(maxBody) > 0 && (said < 0 || said > maxBody.toBytes());
  }

  /**
   * @param refusedBehind whether too large a body is refused by who reads it
   */
  private void readAndHandOn(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      DataSize most,
      boolean refusedBehind)
      throws ServletException, IOException {
    if (!refusedBehind && request.getContentLengthLong() > most.toBytes()) {
      tooLarge(response);
      return;
    }
    Optional<byte[]> body = read(request, most);
    if (body.isEmpty()) {
      endedTooEarly(request, response);
    } else if (!refusedBehind && body.get().length > most.toBytes()) {
      tooLarge(response);
    } else {
      if (body.get().length > most.toBytes()) {
        response.setHeader(HttpHeaders.CONNECTION, "close"); // the rest is not read
      }
      handOn(request, response, chain, body.get());
    }
  }

  /** Where the connection has failed, Tomcat has made a 400 of it by now. */
  private static void endedTooEarly(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Call> tooSlow = Call.of(request).filter(Call::isCutOff);
    if (tooSlow.isPresent()) {
      tooSlow.get().answerThatItWasTooSlow();
    } else if (!response.isCommitted()) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    }
  }

  /**
   * @return up to the limit, and one byte more, since a chunked body does not say how long it is;
   *     empty where it ended before its end
   */
  private static Optional<byte[]> read(HttpServletRequest request, DataSize limit) {
    int most = Math.toIntExact(limit.toBytes()) + 1;
    Call.of(request).ifPresent(Call::readsBody);
    try {
      ServletInputStream in = request.getInputStream();
      byte[] body = in.readNBytes(most);
      return body.length == most || in.isFinished() ? Optional.of(body) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the caller is told
    } finally {
      Call.of(request).ifPresent(Call::hasRead);
    }
  }

  private void handOn(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain, byte[] body)
      throws IOException, ServletException {
    ReadBody read;
    try {
      read = new ReadBody(request, body, form(request, body));
    } catch (IllegalArgumentException | HttpMessageNotReadableException e) {
      refuse(
          response,
          HttpStatus.BAD_REQUEST,
          "The form, or its media type, cannot be read. Send it as a browser does.");
      return;
    }
    chain.doFilter(read, response);
  }

  private MultiValueMap<String, String> form(HttpServletRequest request, byte[] body)
      throws IOException {
    String type = request.getContentType();
    if (type == null || !FORM.isCompatibleWith(MediaType.parseMediaType(type))) {
      return new LinkedMultiValueMap<>();
    }
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.CONTENT_TYPE, type);
    return forms.read(
        null, new MappingJacksonInputMessage(new ByteArrayInputStream(body), headers));
  }

  private static String path(HttpServletRequest request) {
    return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
  }

  private void tooLarge(HttpServletResponse response) throws IOException {
    refuse(
        response,
        HttpStatus.PAYLOAD_TOO_LARGE,
        "The body is larger than %d bytes. Send less, or raise runbook.connections.max-body."
            .formatted(maxBody.toBytes()));
  }

  private static void refuse(HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    response.setStatus(status.value());
    response.setHeader(HttpHeaders.CONNECTION, "close");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getOutputStream()
        .print(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(status.getReasonPhrase(), status.value(), detail));
  }
}
