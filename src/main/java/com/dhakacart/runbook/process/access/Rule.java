package com.dhakacart.runbook.process.access;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * A row of the {@link AllowList}.
 *
 * @param method of HTTP; HEAD is asked as GET
 * @param path with {@code {names}} for what varies
 */
record Rule(String method, PathPattern path, Who who, Holds holds) {

  static Rule of(String method, String path, Who who, Holds holds) {
    return new Rule(method, PathPatternParser.defaultInstance.parse(path), who, holds);
  }

  boolean matches(String asked, PathContainer at) {
    return method.equals(asked) && path.matches(at);
  }
}
