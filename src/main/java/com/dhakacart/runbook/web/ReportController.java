package com.dhakacart.runbook.web;

import com.dhakacart.runbook.process.history.IncidentArchive;
import com.dhakacart.runbook.report.Report;
import com.dhakacart.runbook.report.ReportArchive;
import com.dhakacart.runbook.report.Reports;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.NativeWebRequest;

/** An incident's report, also while the incident runs. */
@RestController
class ReportController {

  private static final List<MediaType> FORMS =
      List.of(ReportForms.HTML, ReportForms.MARKDOWN, ReportForms.JSON);

  private final IncidentArchive archive;
  private final Reports reports;
  private final ReportArchive kept;

  ReportController(IncidentArchive archive, Reports reports, ReportArchive kept) {
    this.archive = archive;
    this.reports = reports;
    this.kept = kept;
  }

  @GetMapping("/incidents/{key:[A-Za-z0-9-]+}/report")
  ResponseEntity<byte[]> report(@PathVariable("key") String key, NativeWebRequest request)
      throws HttpMediaTypeNotAcceptableException {
    MediaType form = ReportForms.accepted(request, FORMS);
    Report report =
        archive
            .find(key)
            .map(reports::write)
            .or(() -> kept.find(key)) // the history of an incident ends some day
            .orElseThrow(() -> new NoSuchIncident(key));
    return ReportForms.answer(report, form);
  }

  @ExceptionHandler
  ProblemDetail noSuchForm(HttpMediaTypeNotAcceptableException e) {
    return ReportForms.notAcceptable();
  }
}
