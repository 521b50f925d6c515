package com.dhakacart.runbook.faults;

import static com.dhakacart.runbook.faults.FaultyMailServer.that;
import static com.dhakacart.runbook.faults.FaultyMailServer.thatSays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.faults.FaultyMailServer.Point;
import com.dhakacart.runbook.fixtures.Ports;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A mail with each thing that a mail server can do wrong, at each point of the talk with it. */
class EveryFaultOfMailTest {

  private static final Duration TIMEOUT = Duration.ofMillis(300);

  /** Of a mail as a whole, with what a busy machine takes. */
  private static final Duration DECLARED = Duration.ofSeconds(10);

  private static final long ENOUGH_BYTES = 64L * 1024 * 1024;

  static Stream<Arguments> garbledAnywhere() {
    return Point.untilTheMailIsTaken()
        .flatMap(at -> Arrays.stream(Garbled.values()).map(it -> Arguments.of(it, at)));
  }

  @ParameterizedTest
  @MethodSource("garbledAnywhere")
  void answerIsNone_itEndsInTimeAndInSize_andSaysWhereToLook(Garbled garbled, Point at)
      throws Exception {
    try (FaultyMailServer server = that(garbled, at)) {
      assertThat(said(server.port()))
          .startsWith("Database Team could not be reached: the mail to db-team@dhakacart.com")
          .containsPattern(named(garbled))
          .contains("spring.mail.host");
      if (garbled != Garbled.SILENCE) { // whoever is told nothing is not missed
        await().untilAsserted(() -> assertThat(server.open()).isZero());
      }
      assertThat(server.taken()).isLessThan(ENOUGH_BYTES);
    }
  }

  private static String named(Garbled garbled) {
    return switch (garbled) {
      case GONE -> "\\[EOF]";
      case HALF -> "\\[EOF]|mail.dhakacart|Broken pipe|reset";
      case GARBAGE -> "Log in|\\[EOF]";
      case HUGE, DRIP, SILENCE -> "more than 16 MB|do not end|timed out";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "GREETING, 421 4.3.2 too busy",
    "GREETING, 554 5.3.2 no mail here",
    "AUTH, 535 5.7.8 wrong password",
    "AUTH, 454 4.7.0 try again later",
    "MAIL, 421 4.7.0 too many mails",
    "MAIL, 530 5.7.1 log in first",
    "MAIL, 550 5.7.1 not from you",
    "RCPT, 450 4.2.0 greylisted",
    "RCPT, 451 4.3.0 not now",
    "RCPT, 550 5.1.1 nobody of that name",
    "RCPT, 554 5.7.1 no relaying",
    "DATA, 451 4.3.0 not now",
    "DATA, 554 5.5.1 nobody to send it to",
    "TEXT, 421 4.3.2 going down",
    "TEXT, 451 4.3.0 not now",
    "TEXT, 552 5.2.2 mailbox full",
    "TEXT, 554 5.7.1 looks like spam"
  })
  void serverRefuses_whatItSaysIsSaid(Point at, String reply) throws Exception {
    try (FaultyMailServer server = thatSays(reply, at)) {
      assertThat(said(server.port()))
          .contains("the mail to db-team@dhakacart.com", reply, "spring.mail.host");
    }
  }

  /** It has the mail by then: whoever sent it again would send it for ever. */
  @ParameterizedTest
  @EnumSource
  void serverSaysNoGoodbye_theMailWasSent(Garbled garbled) throws Exception {
    try (FaultyMailServer server = that(garbled, Point.QUIT)) {
      assertThat(said(server.port())).isNull();
      assertThat(server.mails()).isOne();
    }
  }

  @Test
  void nobodyListens_isSaid() {
    assertThat(said(Ports.nobodys())).contains("refused", "spring.mail.host");
  }

  @Test
  void nobodyHasThatName_isSaid() {
    assertThat(said(leadingTo("nowhere.invalid", 25)))
        .contains("nowhere.invalid", "spring.mail.host");
  }

  @ParameterizedTest
  @CsvSource({"smtp.ssl.enable, SSL", "smtp.starttls.required, STARTTLS"})
  void serverSpeaksNoTls_isSaid(String setting, String named) throws Exception {
    try (FaultyMailServer server = thatSays("221 bye", Point.QUIT)) {
      assertThat(
              said(
                  leadingTo("127.0.0.1", server.port())
                      .withPropertyValues("spring.mail.properties.mail." + setting + "=true")))
          .contains(named, "spring.mail.host");
      assertThat(server.mails()).isZero();
    }
  }

  /** What the mail says of its failure, in time; null where it was sent. */
  private static String said(int port) {
    return said(leadingTo("127.0.0.1", port));
  }

  private static String said(ApplicationContextRunner application) {
    String[] said = new String[1];
    application.run(
        context -> {
          long begun = System.nanoTime();
          said[0] =
              CompletableFuture.supplyAsync(() -> OutsideCalls.make("mail", context))
                  .orTimeout(DECLARED.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
                  .join();
          assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DECLARED);
        });
    return said[0];
  }

  /** By mail alone, and only to the team that is called. */
  private static ApplicationContextRunner leadingTo(String host, int port) {
    return OutsideCalls.leadingTo(host, port, "http", TIMEOUT)
        .withPropertyValues(
            "runbook.oncall.teams.on-call.webhook-url=",
            "runbook.oncall.teams.infrastructure-team.mail=",
            "spring.mail.username=runbook",
            "spring.mail.password=secret",
            "spring.mail.properties.mail.smtp.auth=true");
  }
}
