package com.dhakacart.runbook.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Reports, recordings and lists of incidents are read whole before they are written: a few at a
 * time, so that readers take neither the memory nor the threads of alerts and decisions. Who comes
 * when all places are taken waits a moment, and is then told to come again.
 */
@Component
class FewAtATime implements HandlerInterceptor, WebMvcConfigurer {

  static final int PLACES = 4;
  private static final long LONGEST_WAIT_MILLIS = 2_000;

  /** A crowd that waits would hold as many threads as a crowd that reads. */
  private static final int MOST_WAITING = 20;

  private static final String PLACE = FewAtATime.class.getName();

  private final Semaphore places = new Semaphore(PLACES, true);

  @Override
  public void addInterceptors(InterceptorRegistry interceptors) {
    interceptors
        .addInterceptor(this)
        .addPathPatterns("/incidents/**", "/incidents")
        // who listens reads nothing, and stays for minutes; Listeners counts them
        .excludePathPatterns("/incidents/events", "/incidents/*/events");
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException, InterruptedException {
    if (HttpMethod.POST.matches(request.getMethod())) {
      return true; // who decides does not stand behind who reads
    }
    if (request.getAttribute(PLACE) != null || enter()) {
      request.setAttribute(PLACE, true);
      return true;
    }
    response.setHeader(HttpHeaders.RETRY_AFTER, "5");
    response.sendError(
        HttpStatus.SERVICE_UNAVAILABLE.value(),
        "Many read incidents at this moment; try again in 5 s");
    return false;
  }

  private boolean enter() throws InterruptedException {
    return places.getQueueLength() < MOST_WAITING
        && places.tryAcquire(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request, HttpServletResponse response, Object handler, Exception e) {
    if (request.getAttribute(PLACE) != null) {
      request.removeAttribute(PLACE);
      places.release();
    }
  }
}
