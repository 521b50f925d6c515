package com.dhakacart.runbook.report;

import com.dhakacart.runbook.http.HttpCalls;
import com.dhakacart.runbook.report.ReportSettings.ObjectStore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import uk.co.lucasweb.aws.v4.signer.HttpRequest;
import uk.co.lucasweb.aws.v4.signer.Signer;
import uk.co.lucasweb.aws.v4.signer.credentials.AwsCredentials;

/**
 * Keeps reports in an object store that speaks S3's API: {@code <key>.md}, {@code <key>.html} and
 * {@code <key>.json} in one bucket, the same for every node.
 */
class ObjectStoreReportArchive implements ReportArchive {

  private static final Logger log = LoggerFactory.getLogger(ObjectStoreReportArchive.class);

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]+");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final ObjectStore settings;
  private final Clock clock;
  private final RestClient http;

  ObjectStoreReportArchive(ObjectStore settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.http = HttpCalls.within(settings.timeout()).build();
  }

  @Override
  public String keep(String incident, Report report) {
    URI page = address(incident, ".html");
    try {
      put(address(incident, ".md"), report.markdown());
      put(address(incident, ".json"), report.json());
      put(page, report.html());
    } catch (RestClientException e) {
      throw new ReportNotKept(
          "The report could not be kept: %s; then repeat the step".formatted(problem(e)), e);
    }
    return page.toString();
  }

  @Override
  public Optional<Report> find(String incident) {
    try {
      return Optional.of(
          new Report(
              get(address(incident, ".md")),
              get(address(incident, ".html")),
              get(address(incident, ".json"))));
    } catch (RestClientException e) {
      if (saysThereIsNone(e)) {
        return Optional.empty();
      }
      throw new ReportNotKept("The kept report cannot be read: " + problem(e), e);
    }
  }

  /** By S3's own word: a bucket that is missing, or another server, answers 404 as well. */
  private static boolean saysThereIsNone(RestClientException failure) {
    return failure instanceof HttpClientErrorException.NotFound answer
        && answer.getResponseBodyAsString().contains("<Code>NoSuchKey</Code>");
  }

  @EventListener(ApplicationReadyEvent.class)
  void tryInBackground() {
    Thread thread = new Thread(this::tryBucket, "report-archive-check");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Whether the bucket takes a report and gives it back: who reads a report after months is the
   * first to miss it. Never stops the start: a runbook without its bucket still heals.
   */
  void tryBucket() {
    try {
      URI tried = address("written-at-the-start", ".txt");
      put(tried, clock.instant().toString());
      get(tried);
    } catch (RestClientException e) {
      log.warn(
          "Reports cannot be kept: {}. The step Write report fails until they can", problem(e));
    }
  }

  private void put(URI address, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    signed(HttpMethod.PUT, address, body).body(body).retrieve().toBodilessEntity();
  }

  private String get(URI address) {
    byte[] body = signed(HttpMethod.GET, address, new byte[0]).retrieve().body(byte[].class);
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }

  private String problem(RestClientException failure) {
    if (failure instanceof RestClientResponseException refused) {
      return "the object store at %s answers %d (%s); check runbook.report.object-store.*"
          .formatted(
              settings.url(),
              refused.getStatusCode().value(),
              words(refused.getStatusCode().value()));
    }
    return "the object store at %s %s; look whether it runs"
        .formatted(settings.url(), HttpCalls.why(failure, settings.timeout()));
  }

  private static String words(int status) {
    HttpStatus known = HttpStatus.resolve(status);
    return known == null ? "unknown" : known.getReasonPhrase();
  }

  private RestClient.RequestBodySpec signed(HttpMethod method, URI address, byte[] body) {
    String time = TIME.format(clock.instant());
    String digest = sha256(body);
    String signature =
        Signer.builder()
            .awsCredentials(new AwsCredentials(settings.accessKey(), settings.secretKey()))
            .region(settings.region())
            .header("Host", address.getRawAuthority())
            .header("x-amz-date", time)
            .header("x-amz-content-sha256", digest)
            .buildS3(new HttpRequest(method.name(), address), digest)
            .getSignature();
    return http.method(method)
        .uri(address)
        .header("x-amz-date", time)
        .header("x-amz-content-sha256", digest)
        .header("Authorization", signature);
  }

  private URI address(String incident, String form) {
    if (!KEY.matcher(incident).matches()) {
      throw new IllegalArgumentException("Not the key of an incident: " + incident);
    }
    String base = settings.url().toString().replaceAll("/+$", "");
    return URI.create(base + "/" + settings.bucket() + "/" + incident + form);
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
