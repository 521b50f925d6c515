package com.dhakacart.runbook.web;

import com.dhakacart.runbook.incident.RefusedRequest;
import com.dhakacart.runbook.process.access.NotAnOperator;
import com.dhakacart.runbook.process.access.Operators;
import com.dhakacart.runbook.process.ledger.RefusalLog;
import java.time.Instant;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** The audit log of refusals, for administrators. It is read only: nobody writes or empties it. */
@RestController
class AuditController {

  private static final int MOST = 1000;

  /** Beyond every row; what is refused now is included. */
  private static final String ALWAYS = "9999-01-01T00:00:00Z";

  private final RefusalLog refusals;
  private final Operators operators;

  AuditController(RefusalLog refusals, Operators operators) {
    this.refusals = refusals;
    this.operators = operators;
  }

  /**
   * Newest first.
   *
   * @param most 1 to 1000
   * @param before the {@code lastAt} of the oldest that was read, to read on
   */
  @GetMapping(path = "/audit/refusals", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<List<RefusedRequest>> refusals(
      @RequestParam(name = "most", defaultValue = "200") int most,
      @RequestParam(name = "before", defaultValue = ALWAYS) Instant before) {
    operators.administrator();
    if (before.isBefore(Instant.EPOCH) || before.isAfter(Instant.parse(ALWAYS))) {
      throw new IllegalArgumentException("Ask for refusals before a time between 1970 and 9999");
    }
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException("Ask for 1 to %d refusals".formatted(MOST));
    }
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(refusals.newest(before, most));
  }

  @ExceptionHandler
  ProblemDetail notAllowed(NotAnOperator e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail tooMany(IllegalArgumentException e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail notReadable(MethodArgumentTypeMismatchException e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST,
        "Ask with most=200 and before=2026-11-24T07:00:00Z, or without either.");
  }
}
