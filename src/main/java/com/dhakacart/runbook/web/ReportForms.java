package com.dhakacart.runbook.web;

import com.dhakacart.runbook.report.Report;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;

/** The forms in which a report is answered: as a page, as Markdown or as JSON. */
final class ReportForms {

  static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
  static final MediaType MARKDOWN = new MediaType(MediaType.TEXT_MARKDOWN, StandardCharsets.UTF_8);
  static final MediaType JSON = new MediaType(MediaType.APPLICATION_JSON, StandardCharsets.UTF_8);

  /**
   * The page quotes log lines and alert texts that anyone may have written: nothing in it may run,
   * load or send, whatever it says. The page's own style sheet and its chart are inline.
   */
  private static final String NOTHING_ACTIVE =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'self'";

  private static final HeaderContentNegotiationStrategy ACCEPTED =
      new HeaderContentNegotiationStrategy();

  private ReportForms() {}

  /**
   * The form that the caller accepts.
   *
   * @param forms the first is for callers who do not mind
   * @throws HttpMediaTypeNotAcceptableException when it is none of these
   */
  static MediaType accepted(NativeWebRequest request, List<MediaType> forms)
      throws HttpMediaTypeNotAcceptableException {
    for (MediaType wanted : ACCEPTED.resolveMediaTypes(request)) {
      for (MediaType form : forms) {
        if (wanted.isCompatibleWith(form)) {
          return form;
        }
      }
    }
    throw new HttpMediaTypeNotAcceptableException(forms);
  }

  static ResponseEntity<byte[]> answer(Report report, MediaType form) {
    return ResponseEntity.ok()
        .contentType(form)
        .cacheControl(CacheControl.noStore())
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .header("Content-Security-Policy", NOTHING_ACTIVE)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .body(text(report, form).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Report report, MediaType form) {
    if (form.equals(MARKDOWN)) {
      return report.markdown();
    }
    return form.equals(JSON) ? report.json() : report.html();
  }

  static ProblemDetail notAcceptable() {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.NOT_ACCEPTABLE,
        "This comes as text/html, text/markdown or application/json. Ask for one of them.");
  }
}
