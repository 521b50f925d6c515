package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.process.AlertDesk;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Alertmanager delivers. It answers 2xx once everything is committed; 503 when nothing could
 * be stored, which Alertmanager repeats within seconds; 4xx for what would be as wrong the next
 * time, which it does not repeat before its next {@code group_interval}.
 */
@RestController
class AlertsController {

  private static final Logger log = LoggerFactory.getLogger(AlertsController.class);
  private static final String RETRY_AFTER_SECONDS = "5";

  private final BearerToken token;
  private final long maxPayload;
  private final NotificationReader reader;
  private final AlertDesk desk;
  private final ReceiptCounter counter;

  AlertsController(
      BearerToken token,
      AlertingSettings settings,
      NotificationReader reader,
      AlertDesk desk,
      ReceiptCounter counter) {
    this.token = token;
    this.maxPayload = settings.maxPayload().toBytes();
    this.reader = reader;
    this.desk = desk;
    this.counter = counter;
  }

  /** The answer's body; Alertmanager does not read it, people and scripts do. */
  record Receipts(List<AlertReceipt> incidents) {}

  @PostMapping("/alerts")
  Receipts receive(HttpServletRequest request) throws IOException {
    if (!token.isIn(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      throw new NotAllowed();
    }
    Notification notification = reader.read(body(request));
    if (notification.truncated() > 0) {
      log.warn(
          "Alertmanager left out {} alerts of a group; raise max_alerts of its webhook receiver",
          notification.truncated());
    }
    List<AlertReceipt> receipts = store(notification);
    counter.count(receipts);
    return new Receipts(receipts);
  }

  /**
   * A chunked body does not say how long it is, so it is read up to the limit and one byte more.
   */
  private byte[] body(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > maxPayload) {
      throw new TooLarge();
    }
    byte[] body = request.getInputStream().readNBytes(Math.toIntExact(maxPayload) + 1);
    if (body.length > maxPayload) {
      throw new TooLarge();
    }
    return body;
  }

  private List<AlertReceipt> store(Notification notification) {
    try {
      return desk.receive(notification.alerts());
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          "Could not store {} alerts now, Alertmanager sends them again; check the database: {}",
          notification.alerts().size(),
          e.toString());
      throw new NotStored();
    } catch (RuntimeException e) {
      log.error(
          "Could not take {} alerts, Alertmanager sends them again; check the engine",
          notification.alerts().size(),
          e);
      throw new NotStored();
    }
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> notAllowed(NotAllowed e) {
    return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"alerts\"")
        .body(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.UNAUTHORIZED,
                "The bearer token is missing or wrong. Set Alertmanager's"
                    + " http_config.authorization.credentials to runbook.alerting.token."));
  }

  @ExceptionHandler
  ProblemDetail notANotification(NotANotification e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail tooLarge(TooLarge e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.PAYLOAD_TOO_LARGE,
        "The payload is larger than %d bytes. Set max_alerts of Alertmanager's webhook receiver, or raise runbook.alerting.max-payload."
            .formatted(maxPayload));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> notStored(NotStored e) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .body(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The alerts could not be stored now, and none of them was. Send them again."));
  }

  private static class NotAllowed extends RuntimeException {}

  private static class TooLarge extends RuntimeException {}

  private static class NotStored extends RuntimeException {}
}
