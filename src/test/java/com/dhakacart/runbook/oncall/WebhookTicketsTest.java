package com.dhakacart.runbook.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.HttpCounterpart.Reply;
import com.dhakacart.runbook.fixtures.HttpCounterpart.Request;
import com.dhakacart.runbook.fixtures.SettingsOf;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WebhookTicketsTest {

  @RegisterExtension final HttpCounterpart system = new HttpCounterpart();

  @Test
  void repeatedFiling_carriesTheSameIdempotencyKey() {
    system.answers(request -> Reply.of(201, "{}").with("Location", "http://tickets/browse/OPS-7"));
    Tickets tickets = tickets();

    assertThat(tickets.file("inc-1", "a leak", "http://page", "http://report"))
        .contains("http://tickets/browse/OPS-7");
    tickets.file("inc-1", "a leak", "http://page", "http://report");

    assertThat(system.requests())
        .extracting(request -> request.headers().get("idempotency-key"))
        .containsExactly("inc-1", "inc-1");
    Request request = system.requests().get(0);
    assertThat(request.headers()).containsEntry("authorization", "Bearer secret");
    assertThat(request.body())
        .contains("\"incident\":\"inc-1\"")
        .contains("\"rootCause\":\"a leak\"")
        .contains("\"page\":\"http://page\"")
        .contains("\"report\":\"http://report\"");
  }

  @Test
  void answerWithoutLocation_itsBeginningIsGiven() {
    system.answers(200, "OPS-7" + " ".repeat(3) + "x".repeat(500));

    assertThat(tickets().file("inc-1", "a leak", "http://page", "http://report").orElseThrow())
        .startsWith("OPS-7")
        .endsWith("...");
  }

  @Test
  void emptyAnswer_saysThatItIsFiled() {
    system.answers(204, "");

    assertThat(tickets().file("inc-1", "a leak", "http://page", "http://report"))
        .contains("filed (204)");
  }

  @Test
  void rejected_isNotSent() {
    system.answers(500, "");
    Tickets tickets = tickets();

    assertThatThrownBy(() -> tickets.file("inc-1", "a leak", "http://page", "http://report"))
        .isInstanceOf(PageNotSent.class)
        .hasMessageContaining("answered 500");
  }

  @Test
  void noTicketSystem_isEmpty() {
    OnCallSettings settings =
        SettingsOf.type(OnCallSettings.class, Map.of("runbook.oncall.tickets.url", ""));

    assertThat(
            new WebhookTickets(settings, new Webhooks(settings))
                .file("inc-1", "a leak", "http://page", "http://report"))
        .isEmpty();
  }

  private Tickets tickets() {
    OnCallSettings settings =
        SettingsOf.type(
            OnCallSettings.class,
            Map.of(
                "runbook.oncall.tickets.url",
                system.url().toString(),
                "runbook.oncall.tickets.token",
                "secret"));
    return new WebhookTickets(settings, new Webhooks(settings));
  }
}
