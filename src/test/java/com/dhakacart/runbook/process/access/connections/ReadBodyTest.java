package com.dhakacart.runbook.process.access.connections;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

class ReadBodyTest {

  // A decision that was sent so was a 500.
  @Test
  void nameWithoutAValue_hasAnEmptyOne() {
    MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
    form.add("decision", null);

    ReadBody body = new ReadBody(new MockHttpServletRequest(), new byte[0], form);

    assertThat(body.getParameterMap()).containsOnlyKeys("decision");
    assertThat(body.getParameter("decision")).isEmpty();
  }
}
