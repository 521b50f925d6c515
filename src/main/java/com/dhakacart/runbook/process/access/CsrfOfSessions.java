package com.dhakacart.runbook.process.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.stereotype.Component;

/**
 * A session is a cookie that browsers send by themselves, so what would change something by it has
 * to carry the session's token, too, whoever else it says it is. Programs have no session and are
 * not asked. The webapps have a token of their own, checked by the filter they come with. Who logs
 * in uses no session yet, and the one that the page was made in may have ended, or be another
 * node's: {@link SameSiteOnly} keeps other sites' pages out there.
 */
@Component
class CsrfOfSessions implements Customizer<CsrfConfigurer<HttpSecurity>> {

  private static final String SESSION = "JSESSIONID";
  private static final String WEBAPPS = "/camunda/";

  @Override
  public void customize(CsrfConfigurer<HttpSecurity> csrf) {
    csrf.requireCsrfProtectionMatcher(
        request ->
            CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request)
                && hasSession(request)
                && !TableOfAccess.path(request).equals(LogInPage.AT)
                && !TableOfAccess.path(request).startsWith(WEBAPPS));
  }

  private static boolean hasSession(HttpServletRequest request) {
    return request.getRequestedSessionId() != null
        || Stream.ofNullable(request.getCookies())
            .flatMap(Arrays::stream)
            .map(Cookie::getName)
            .anyMatch(SESSION::equals);
  }
}
