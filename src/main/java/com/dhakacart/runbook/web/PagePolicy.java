package com.dhakacart.runbook.web;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;

/**
 * What a browser may do with our pages that are alive: run our script, keep to our style sheet, ask
 * and send here, and nothing else, whatever the page quotes.
 */
final class PagePolicy {

  private static final String OURS_ONLY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private PagePolicy() {}

  static void apply(HttpServletResponse response) {
    response.setHeader("Content-Security-Policy", OURS_ONLY);
    response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
