package com.dhakacart.runbook.web;

import com.dhakacart.runbook.process.access.Attendance;
import com.dhakacart.runbook.process.history.IncidentList;
import com.dhakacart.runbook.process.history.IncidentRevisions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells an open page that it is worth reading again; what there is to read is the page's own. */
@RestController
class LiveController {

  private final IncidentList incidents;
  private final IncidentRevisions revisions;
  private final Attendance attendance;
  private final Listeners listeners;

  LiveController(
      IncidentList incidents,
      IncidentRevisions revisions,
      Attendance attendance,
      Listeners listeners) {
    this.incidents = incidents;
    this.revisions = revisions;
    this.attendance = attendance;
    this.listeners = listeners;
  }

  @GetMapping(path = "/incidents/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter ofAll(HttpServletRequest request, HttpServletResponse response) {
    atOnce(response);
    return listeners.add(
        Listeners.Topic.of("", revisions::ofAll), attendance.who(), attendance.of(request));
  }

  @GetMapping(
      path = "/incidents/{key:[A-Za-z0-9-]+}/events",
      produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter of(
      @PathVariable("key") String key, HttpServletRequest request, HttpServletResponse response) {
    atOnce(response);
    incidents.find(key).orElseThrow(() -> new NoSuchIncident(key));
    return listeners.add(
        Listeners.Topic.of(key, () -> revisions.of(key)), attendance.who(), attendance.of(request));
  }

  /** nginx keeps an answer back until it has enough of it, unless it is told not to. */
  private static void atOnce(HttpServletResponse response) {
    response.setHeader("X-Accel-Buffering", "no");
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> tooMany(Listeners.TooManyListeners e) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "30")
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage()));
  }
}
