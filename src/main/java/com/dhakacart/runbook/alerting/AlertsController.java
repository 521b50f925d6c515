package com.dhakacart.runbook.alerting;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.process.intake.AlertDesk;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
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
 * Where Alertmanager delivers; who may is decided at the door. It answers 2xx once everything that
 * can be read is committed; 503 when it could not be stored, which Alertmanager repeats within
 * seconds; 4xx for what would be as wrong the next time, which it does not repeat before its next
 * {@code group_interval}.
 */
@RestController
class AlertsController {

  private static final Logger log = LoggerFactory.getLogger(AlertsController.class);
  private static final String RETRY_AFTER_SECONDS = "5";
  private static final int REASONS_LOGGED = 10;

  private final long maxPayload;
  private final NotificationReader reader;
  private final AlertDesk desk;
  private final ReceiptCounter counter;

  AlertsController(
      AlertingSettings settings,
      NotificationReader reader,
      AlertDesk desk,
      ReceiptCounter counter) {
    this.maxPayload = settings.maxPayload().toBytes();
    this.reader = reader;
    this.desk = desk;
    this.counter = counter;
  }

  /** The answer's body; Alertmanager does not read it, people and scripts do. */
  record Receipts(List<Receipt> incidents) {}

  record Receipt(
      String alert,
      String incident,
      AlertReceipt.Result result,
      @JsonInclude(JsonInclude.Include.NON_NULL) String reason) {

    private static Receipt of(AlertReceipt receipt) {
      return new Receipt(receipt.alert(), receipt.incident(), receipt.result(), receipt.reason());
    }
  }

  @PostMapping("/alerts")
  Receipts receive(HttpServletRequest request) throws IOException {
    Notification notification = reader.read(body(request));
    if (notification.truncated() > 0) {
      log.warn(
          "Alertmanager left out {} alerts of a group; raise max_alerts of its webhook receiver",
          notification.truncated());
    }
    List<Alert> alerts = notification.alerts();
    if (alerts.isEmpty()) {
      noneIsReadable(notification);
    }
    desk.heard();
    List<AlertReceipt> receipts = notification.inPlace(store(alerts));
    logRefusals(receipts);
    logLeftOut(notification.leftOut());
    counter.count(receipts);
    return new Receipts(receipts.stream().map(Receipt::of).toList());
  }

  /** One line for a delivery, however many there are: a sender that is wrong is so each time. */
  private static void logRefusals(List<AlertReceipt> receipts) {
    List<String> reasons =
        receipts.stream().map(AlertReceipt::reason).filter(Objects::nonNull).toList();
    if (!reasons.isEmpty()) {
      log.warn(
          "Could not take {} of {} alerts of a delivery, and took the others: {}",
          reasons.size(),
          receipts.size(),
          first(reasons));
    }
  }

  private static void logLeftOut(List<String> leftOut) {
    if (!leftOut.isEmpty()) {
      log.warn(
          "Took the alerts of a delivery without what could not be read of them; mend what sends them: {}",
          first(leftOut));
    }
  }

  private static String first(List<String> reasons) {
    return String.join("; ", reasons.subList(0, Math.min(REASONS_LOGGED, reasons.size())));
  }

  private void noneIsReadable(Notification notification) {
    List<String> problems = notification.problems();
    if (!problems.isEmpty()) {
      counter.count(notification.inPlace(List.of()));
      throw new NotANotification(problems);
    }
  }

  /** What is larger is here up to the limit, and one byte more. */
  private byte[] body(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(Math.toIntExact(maxPayload) + 1);
    if (body.length > maxPayload) {
      throw new TooLarge();
    }
    return body;
  }

  private List<AlertReceipt> store(List<Alert> alerts) {
    try {
      return desk.receive(alerts);
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          "Could not store {} alerts now, Alertmanager sends them again; check the database: {}",
          alerts.size(),
          e.toString());
    } catch (RuntimeException e) {
      log.error(
          "Could not take {} alerts, Alertmanager sends them again; check the engine",
          alerts.size(),
          e);
    }
    counter.countPutOff(alerts.size());
    throw new NotStored();
  }

  @ExceptionHandler
  ProblemDetail notANotification(NotANotification e) {
    log.warn("Refused a delivery: {}", e.getMessage());
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail tooLarge(TooLarge e) {
    String advice =
        "larger than %d bytes. Set max_alerts of Alertmanager's webhook receiver, or raise runbook.alerting.max-payload."
            .formatted(maxPayload);
    log.warn("Refused a delivery whose payload is {}", advice);
    desk.heard();
    counter.countRefusedDelivery();
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.PAYLOAD_TOO_LARGE, "The payload is " + advice);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> notStored(NotStored e) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .body(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The alerts could not all be stored now. Send them again; what was stored is joined."));
  }

  private static class TooLarge extends RuntimeException {}

  private static class NotStored extends RuntimeException {}
}
