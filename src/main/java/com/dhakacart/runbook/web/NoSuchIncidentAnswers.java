package com.dhakacart.runbook.web;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** What every address of an incident answers for a key that nobody knows. */
@ControllerAdvice
class NoSuchIncidentAnswers {

  @ExceptionHandler(produces = MediaType.TEXT_HTML_VALUE)
  ModelAndView page(NoSuchIncident e) {
    return new ModelAndView(
        "error",
        Map.of(
            "status", HttpStatus.NOT_FOUND.value(),
            "error", HttpStatus.NOT_FOUND.getReasonPhrase(),
            "message", e.getMessage()),
        HttpStatus.NOT_FOUND);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> problem(NoSuchIncident e) {
    return ResponseEntity.status(HttpStatus.NOT_FOUND)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, e.getMessage()));
  }
}
