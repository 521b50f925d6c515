package com.dhakacart.runbook.process.access.connections;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

class WholeBodyTest {

  private static final DataSize USUAL = DataSize.ofKilobytes(1);
  private static final DataSize OF_ALERTS = DataSize.ofKilobytes(4);

  private final WholeBody filter =
      new WholeBody(
          new ConnectionSettings(
              Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), USUAL),
          List.of(new BodyLimit("/alerts", OF_ALERTS)));

  private final List<Integer> read = new ArrayList<>();

  @Test
  void pathWithALimitOfItsOwn_whoReadsItIsGivenOneByteMore_andRefuses() throws Exception {
    MockHttpServletResponse answer = send("/alerts", 10_000, this::read);

    assertThat(read).containsExactly(4_097);
    assertThat(answer.getHeader("Connection")).isEqualTo("close");
  }

  @Test
  void anyOtherPath_isRefusedHere() throws Exception {
    assertThat(send("/changes/pause", 1_025, this::read).getStatus()).isEqualTo(413);
    assertThat(send("/changes/pause", 1_024, this::read).getStatus()).isEqualTo(200);
    assertThat(read).containsExactly(1_024);
  }

  @Test
  void manyLargeBodiesAtOnce_theFifthIsToComeAgain_andASmallOneIsTaken() throws Exception {
    MockHttpServletResponse fifth = duringOthers(4, 4_000);

    assertThat(fifth.getStatus()).isEqualTo(503);
    assertThat(fifth.getHeader("Retry-After")).isEqualTo("5");
    assertThat(duringOthers(4, 1_000).getStatus()).isEqualTo(200);
    assertThat(duringOthers(3, 4_000).getStatus()).isEqualTo(200);
  }

  /** Sent while so many large ones are worked at. */
  private MockHttpServletResponse duringOthers(int others, int length) throws Exception {
    List<MockHttpServletResponse> last = new ArrayList<>();
    during(others, () -> last.add(send("/alerts", length, this::read)));
    return last.get(0);
  }

  private void during(int others, Sending sending) throws Exception {
    if (others == 0) {
      sending.send();
      return;
    }
    send(
        "/alerts",
        4_000,
        (request, response) -> {
          try {
            during(others - 1, sending);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private interface Sending {
    void send() throws Exception;
  }

  private void read(ServletRequest request, ServletResponse answer) throws IOException {
    read.add(request.getInputStream().readAllBytes().length);
  }

  private MockHttpServletResponse send(String path, int length, FilterChain chain)
      throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
    request.setServletPath(path);
    request.setContent(new byte[length]);
    MockHttpServletResponse answer = new MockHttpServletResponse();
    filter.doFilterInternal(request, answer, chain);
    return answer;
  }
}
