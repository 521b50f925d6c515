package com.dhakacart.runbook.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.servlet.FilterRegistration;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BegunAnswersTest {

  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/error");
  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private final MockFilterChain chain = new MockFilterChain();

  // A node that stops while a page was closed warned that an error cannot be an event.
  @Test
  void answerThatHasBegun_getsNoPageForAnErrorIntoItsMiddle() throws Exception {
    response.flushBuffer();

    new BegunAnswers().doFilter(request, response, chain);

    assertThat(chain.getRequest()).isNull();
  }

  @Test
  void answerThatHasNotBegun_getsIt() throws Exception {
    new BegunAnswers().doFilter(request, response, chain);

    assertThat(chain.getRequest()).isSameAs(request);
  }

  /** As the server puts it into an answer; one that has not begun is led to it. */
  @Test
  void thePageForErrors_isAskedOnlyWhereItIsPutIntoAnAnswer() {
    FilterRegistration where = BegunAnswers.class.getAnnotation(FilterRegistration.class);

    assertThat(where.urlPatterns()).containsExactly("/error");
    assertThat(where.dispatcherTypes()).containsExactly(DispatcherType.INCLUDE);
  }
}
