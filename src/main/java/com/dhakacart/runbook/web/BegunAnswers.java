package com.dhakacart.runbook.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.stereotype.Component;

/**
 * Lets no page for an error into the middle of an answer that has begun, such as the events of a
 * page that was closed meanwhile: the server would put it there, and who reads it reads something
 * else. What went wrong is known where it did.
 */
@Component
@FilterRegistration(urlPatterns = "/error", dispatcherTypes = DispatcherType.INCLUDE)
class BegunAnswers implements Filter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!response.isCommitted()) {
      chain.doFilter(request, response);
    }
  }
}
