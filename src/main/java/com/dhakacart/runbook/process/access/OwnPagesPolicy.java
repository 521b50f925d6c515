package com.dhakacart.runbook.process.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.header.HeaderWriter;

/**
 * Our own pages run no scripts, load nothing from elsewhere and are kept in no cache, unless one
 * says otherwise itself. The webapps have headers of their own.
 */
class OwnPagesPolicy implements HeaderWriter {

  private static final String CONTENT = "Content-Security-Policy";
  private static final String NOTHING_ACTIVE =
      "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri"
          + " 'none'; frame-ancestors 'none'";

  @Override
  public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
    if (TableOfAccess.path(request).startsWith("/camunda")) {
      return;
    }
    if (!response.containsHeader(CONTENT)) {
      response.setHeader(CONTENT, NOTHING_ACTIVE);
    }
    if (!response.containsHeader(HttpHeaders.CACHE_CONTROL)) {
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }
}
