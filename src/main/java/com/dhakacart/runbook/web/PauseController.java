package com.dhakacart.runbook.web;

import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.access.NotAnOperator;
import com.dhakacart.runbook.process.access.Operators;
import com.dhakacart.runbook.process.ledger.ChangePause;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stops all changes at once, and allows them again. The body has to be JSON: a page of another
 * origin cannot send that with a browser's stored login, nor a DELETE.
 */
@RestController
@RequestMapping(path = "/changes/pause", produces = MediaType.APPLICATION_JSON_VALUE)
class PauseController {

  private final ChangePause pause;
  private final Operators operators;

  PauseController(ChangePause pause, Operators operators) {
    this.pause = pause;
    this.operators = operators;
  }

  /**
   * @param reason optional; shown wherever a change would have been made
   */
  record PauseRequest(String reason) {}

  @GetMapping
  ChangePause.State state() {
    return pause.state();
  }

  @PostMapping
  ChangePause.State pause(
      @RequestHeader HttpHeaders headers, @RequestBody(required = false) PauseRequest request)
      throws HttpMediaTypeNotSupportedException {
    // a "consumes" would not look at the header of a request without a body
    if (!MediaType.APPLICATION_JSON.isCompatibleWith(headers.getContentType())) {
      throw new HttpMediaTypeNotSupportedException("not JSON");
    }
    String reason = request == null ? "" : Objects.toString(request.reason(), "").strip();
    return pause.pause(operators.current(), reason);
  }

  @DeleteMapping
  ChangePause.State resume() {
    return pause.resume(operators.current());
  }

  @ExceptionHandler
  ProblemDetail notAllowed(NotAnOperator e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail tooLong(DecisionRefused e) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail notReadable(HttpMessageNotReadableException e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST,
        "The body is not JSON of the form {\"reason\": \"...\"}. Send that, or an empty body.");
  }

  @ExceptionHandler
  ProblemDetail notJson(HttpMediaTypeNotSupportedException e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "Send the header Content-Type: application/json, with {\"reason\": \"...\"} or an empty body.");
  }
}
