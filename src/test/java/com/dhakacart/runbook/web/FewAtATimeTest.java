package com.dhakacart.runbook.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class FewAtATimeTest {

  private final FewAtATime few = new FewAtATime();

  // Forty readers of a long report took all memory, and alerts waited for a minute.
  @Test
  void allPlacesAreTaken_whoComesThenIsToldToComeAgain_andAPlaceThatIsFreeIsGiven()
      throws Exception {
    List<MockHttpServletRequest> reading = new ArrayList<>();
    for (int i = 0; i < FewAtATime.PLACES; i++) {
      reading.add(new MockHttpServletRequest());
      assertThat(few.preHandle(reading.get(i), new MockHttpServletResponse(), this)).isTrue();
    }

    MockHttpServletResponse refused = new MockHttpServletResponse();
    assertThat(few.preHandle(new MockHttpServletRequest(), refused, this)).isFalse();
    assertThat(refused.getStatus()).isEqualTo(503);
    assertThat(refused.getHeader("Retry-After")).isEqualTo("5");

    MockHttpServletRequest decision = new MockHttpServletRequest("POST", "/incidents/INC-1");
    assertThat(few.preHandle(decision, new MockHttpServletResponse(), this))
        .as("who decides does not stand behind who reads")
        .isTrue();

    few.afterCompletion(reading.get(0), new MockHttpServletResponse(), this, null);
    few.afterCompletion(reading.get(0), new MockHttpServletResponse(), this, null);
    assertThat(few.preHandle(new MockHttpServletRequest(), new MockHttpServletResponse(), this))
        .isTrue();
    assertThat(few.preHandle(new MockHttpServletRequest(), new MockHttpServletResponse(), this))
        .isFalse();
  }
}
