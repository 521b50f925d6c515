package com.dhakacart.runbook.web;

import com.dhakacart.runbook.process.IncidentArchive;
import com.dhakacart.runbook.report.Report;
import com.dhakacart.runbook.report.Reports;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.NativeWebRequest;

/** An incident's report as a page, as Markdown or as JSON, also while the incident runs. */
@RestController
class ReportController {

  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
  private static final MediaType MARKDOWN =
      new MediaType(MediaType.TEXT_MARKDOWN, StandardCharsets.UTF_8);
  private static final MediaType JSON =
      new MediaType(MediaType.APPLICATION_JSON, StandardCharsets.UTF_8);

  /** The first is for callers who do not mind. */
  private static final List<MediaType> FORMS = List.of(HTML, MARKDOWN, JSON);

  /**
   * The page quotes log lines and alert texts that anyone may have written: nothing in it may run,
   * load or send, whatever it says. The page's own style sheet and its chart are inline.
   */
  private static final String NOTHING_ACTIVE =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'self'";

  private final IncidentArchive archive;
  private final Reports reports;
  private final HeaderContentNegotiationStrategy accepted = new HeaderContentNegotiationStrategy();

  ReportController(IncidentArchive archive, Reports reports) {
    this.archive = archive;
    this.reports = reports;
  }

  @GetMapping("/incidents/{key:[A-Za-z0-9-]+}/report")
  ResponseEntity<byte[]> report(@PathVariable("key") String key, NativeWebRequest request)
      throws HttpMediaTypeNotAcceptableException {
    MediaType form = form(request);
    Report report =
        reports.write(archive.find(key).orElseThrow(() -> new NoSuchElementException(key)));
    return ResponseEntity.ok()
        .contentType(form)
        .cacheControl(CacheControl.noStore())
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .header("Content-Security-Policy", NOTHING_ACTIVE)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .body(text(report, form).getBytes(StandardCharsets.UTF_8));
  }

  private MediaType form(NativeWebRequest request) throws HttpMediaTypeNotAcceptableException {
    for (MediaType wanted : accepted.resolveMediaTypes(request)) {
      for (MediaType form : FORMS) {
        if (wanted.isCompatibleWith(form)) {
          return form;
        }
      }
    }
    throw new HttpMediaTypeNotAcceptableException(FORMS);
  }

  private static String text(Report report, MediaType form) {
    if (form.equals(MARKDOWN)) {
      return report.markdown();
    }
    return form.equals(JSON) ? report.json() : report.html();
  }

  @ExceptionHandler
  ProblemDetail noSuchIncident(NoSuchElementException e) {
    return NoSuchIncident.problem(e.getMessage());
  }

  @ExceptionHandler
  ProblemDetail noSuchForm(HttpMediaTypeNotAcceptableException e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.NOT_ACCEPTABLE,
        "A report comes as text/html, text/markdown or application/json. Ask for one of them.");
  }
}
