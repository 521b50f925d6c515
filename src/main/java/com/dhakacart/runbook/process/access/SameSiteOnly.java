package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.WebSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.UrlUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Refuses what would change something and comes from a page of another site, whose author borrows
 * the reader's log-in: browsers remember HTTP Basic for an address, and send it along. They also
 * say where a request comes from ({@code Origin}, and {@code Sec-Fetch-Site} of Fetch Metadata);
 * programs say nothing of the kind.
 */
@Component
@FilterRegistration(enabled = false)
class SameSiteOnly extends OncePerRequestFilter {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> FROM_HERE = Set.of("same-origin", "none");

  private final String published;
  private final Refuser refuser;

  SameSiteOnly(WebSettings web, Refuser refuser) {
    this.published = origin(UriComponentsBuilder.fromUri(web.url()).build());
    this.refuser = refuser;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (READS.contains(request.getMethod()) || isFromHere(request)) {
      chain.doFilter(request, response);
    } else {
      refuser.fromElsewhere(request, response);
    }
  }

  private boolean isFromHere(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return (site == null || FROM_HERE.contains(site))
        && (origin == null || origin.equals(published) || isOnThisMachine(origin, request));
  }

  /**
   * Somebody on this machine itself. A name that anybody can have lead here counts for nothing: it
   * is the published one that people use.
   */
  private static boolean isOnThisMachine(String origin, HttpServletRequest request) {
    return WebSettings.isThisMachine(request.getServerName()) && origin.equals(asked(request));
  }

  /** The address by which this request reached us, as a browser would name its site. */
  private static String asked(HttpServletRequest request) {
    return origin(
        UriComponentsBuilder.fromUriString(UrlUtils.buildFullRequestUrl(request)).build());
  }

  private static String origin(UriComponents address) {
    return address.getPort() < 0
        ? address.getScheme() + "://" + address.getHost()
        : address.getScheme() + "://" + address.getHost() + ":" + address.getPort();
  }
}
