package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import com.dhakacart.runbook.process.ledger.Refusals;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLTransientConnectionException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class DatabaseAwayTest {

  private final DatabaseAway door =
      new DatabaseAway(new Refuser(new ObjectMapper(), mock(Refusals.class)));
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void databaseDoesNotAnswer_isSaid_withWhenToComeAgain() throws Exception {
    door.doFilter(
        new MockHttpServletRequest("GET", "/incidents"),
        response,
        (request, behind) -> {
          throw new ProcessEngineException(
              "Could not open a connection", new SQLTransientConnectionException("timed out"));
        });

    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getHeader("Retry-After")).isEqualTo("10");
    assertThat(response.getContentAsString()).contains("database does not answer now");
  }

  @Test
  void errorOfOurs_staysOne() {
    assertThatThrownBy(
            () ->
                door.doFilter(
                    new MockHttpServletRequest("GET", "/incidents"),
                    response,
                    (request, behind) -> {
                      throw new IllegalStateException("a bug");
                    }))
        .hasMessage("a bug");
  }
}
