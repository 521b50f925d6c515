package com.dhakacart.runbook.web;

import com.dhakacart.runbook.process.history.IncidentList;
import com.dhakacart.runbook.report.IncidentLists;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.NativeWebRequest;

/** Which incidents there are and were, with what leads to each: a page in a browser, else JSON. */
@RestController
@RequestMapping("/incidents")
class IncidentsController {

  private static final List<MediaType> FORMS =
      List.of(ReportForms.JSON, ReportForms.HTML, ReportForms.MARKDOWN);

  /** Older ones are found by their key. */
  private static final int MOST = 50;

  private final IncidentList incidents;
  private final IncidentLists lists;
  private final IncidentPages pages;

  IncidentsController(IncidentList incidents, IncidentLists lists, IncidentPages pages) {
    this.incidents = incidents;
    this.lists = lists;
    this.pages = pages;
  }

  @GetMapping
  Object newest(NativeWebRequest request, HttpServletResponse response)
      throws HttpMediaTypeNotAcceptableException {
    MediaType form = ReportForms.accepted(request, FORMS);
    if (form.equals(ReportForms.HTML)) {
      PagePolicy.apply(response);
      return pages.all(
          String.valueOf(request.getRemoteUser()),
          request.getParameter("service"),
          request.getParameter("outcome"));
    }
    return ReportForms.answer(lists.of(incidents.newest(MOST)), form);
  }

  @GetMapping("/{key:[A-Za-z0-9-]+}")
  Object one(
      @PathVariable("key") String key, NativeWebRequest request, HttpServletResponse response)
      throws HttpMediaTypeNotAcceptableException {
    MediaType form = ReportForms.accepted(request, FORMS);
    if (form.equals(ReportForms.HTML)) {
      PagePolicy.apply(response);
      return pages.one(key, String.valueOf(request.getRemoteUser()));
    }
    return ReportForms.answer(
        lists.of(incidents.find(key).orElseThrow(() -> new NoSuchIncident(key))), form);
  }

  @ExceptionHandler
  ProblemDetail noSuchForm(HttpMediaTypeNotAcceptableException e) {
    return ReportForms.notAcceptable();
  }
}
