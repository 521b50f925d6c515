package com.dhakacart.runbook.process.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;

/**
 * Who logs in goes on to the page of ours that they asked for. Its path is all that is kept, and no
 * long one: what strangers send is not worth more memory, and never names another site.
 */
class PageAskedFor implements RequestCache {

  private static final String PAGE = PageAskedFor.class.getName();
  private static final int LONGEST = 500;

  @Override
  public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
    String page =
        TableOfAccess.path(request)
            + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
    if (Refuser.wantsPage(request)
        && isOpened(request)
        && page.length() <= LONGEST
        && page.matches("/[^/\\\\].*|/")) {
      request.getSession().setAttribute(PAGE, page);
    }
  }

  /** A script that reads a page again by itself asks for none; browsers tell them apart. */
  private static boolean isOpened(HttpServletRequest request) {
    String destination = request.getHeader("Sec-Fetch-Dest");
    return destination == null || destination.equals("document");
  }

  @Override
  public SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(PAGE) instanceof String page
        ? new SimpleSavedRequest(page)
        : null;
  }

  /** Nothing of the request is played again. */
  @Override
  public HttpServletRequest getMatchingRequest(
      HttpServletRequest request, HttpServletResponse response) {
    return null;
  }

  @Override
  public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.removeAttribute(PAGE);
    }
  }
}
