package com.dhakacart.runbook.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.HttpCounterpart.Request;
import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.RunbookTables;
import com.dhakacart.runbook.process.paging.Pages;
import com.dhakacart.runbook.process.paging.RealPages;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.junit5.GreenMailExtension;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessagePreparator;

class WebhookAndMailOnCallTest {

  @RegisterExtension final HttpCounterpart paging = new HttpCounterpart();

  @RegisterExtension
  final GreenMailExtension mail =
      new GreenMailExtension(new ServerSetup(0, null, ServerSetup.PROTOCOL_SMTP));

  @RegisterExtension
  final GreenMailExtension secureMail =
      new GreenMailExtension(new ServerSetup(0, null, ServerSetup.PROTOCOL_SMTPS));

  @Test
  void teamWithMail_detailsAndLinksArrive() throws Exception {
    String sent = onCall(Map.of(), mailServer()).page(page(Team.DATABASE_TEAM));

    assertThat(sent).isEqualTo("mail to db-team@dhakacart.com");
    MimeMessage received = mail.getReceivedMessages()[0];
    assertThat(received.getSubject()).isEqualTo("[inc-1] Database away: 3 pods say so");
    assertThat(received.getFrom()[0]).hasToString("runbook@dhakacart.com");
    assertThat(received.getAllRecipients()[0]).hasToString("db-team@dhakacart.com");
    assertThat(GreenMailUtil.getBody(received).replace("\r\n", "\n"))
        .isEqualTo(
            "Database away:\n3 pods say so\n\n- **waiting**: 85\n\n"
                + "Cockpit: http://runbook/cockpit\nGrafana: http://grafana/d/1");
  }

  /** Between the mail server's 250 and what is noted of it; only the reader can tell then. */
  @Test
  void nodeDiesWhenTheMailWasTaken_itIsMailedAgain_underTheSameMessageId() throws Exception {
    DriverManagerDataSource database =
        new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    RunbookTables tables = new RunbookTables(database, Clock.systemUTC());
    OnCall onCall = onCall(Map.of(), mailServer());
    Pages dies =
        RealPages.of(
            "runbook-0",
            database,
            tables,
            page -> {
              onCall.page(page);
              throw new Killed();
            });
    assertThatExceptionOfType(Killed.class).isThrownBy(() -> dies.page(page(Team.DATABASE_TEAM)));

    RealPages.sendAgain(RealPages.of("runbook-0", database, tables, onCall));

    MimeMessage[] received = mail.getReceivedMessages();
    assertThat(received).hasSize(2);
    assertThat(received)
        .extracting(MimeMessage::getMessageID)
        .containsOnly("<inc-1%2FdatabaseAway@dhakacart.com>");
  }

  /** By the system, and not by anything that somebody could catch. */
  private static class Killed extends Error {}

  @Test
  void otherStagesAndIncidents_haveOtherMessageIds() throws Exception {
    OnCall onCall = onCall(Map.of(), mailServer());
    onCall.page(page("inc-1", "severity critical"));
    onCall.page(page("inc-1", "severity warning"));
    onCall.page(page("inc-2", "severity warning"));

    assertThat(mail.getReceivedMessages())
        .extracting(MimeMessage::getMessageID)
        .containsExactly(
            "<inc-1%2Fseverity+critical@dhakacart.com>",
            "<inc-1%2Fseverity+warning@dhakacart.com>", "<inc-2%2Fseverity+warning@dhakacart.com>");
  }

  /** By its own protocol, and as a setting of SMTP; the certificate is the test server's own. */
  @ParameterizedTest
  @ValueSource(strings = {"smtps", "smtp"})
  void mailServerSpeaksTls_theMailArrives(String protocol) {
    JavaMailSenderImpl sender = mailServer(secureMail.getSmtps().getPort());
    sender.setProtocol(protocol);
    sender.getJavaMailProperties().put("mail." + protocol + ".ssl.enable", "true");
    sender.getJavaMailProperties().put("mail." + protocol + ".ssl.trust", "*");
    sender.getJavaMailProperties().put("mail." + protocol + ".ssl.checkserveridentity", "false");

    onCall(Map.of(), sender).page(page(Team.DATABASE_TEAM));

    assertThat(secureMail.getReceivedMessages()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "mail.smtp.socketFactory.class, javax.net.ssl.SSLSocketFactory",
    "mail.smtp.socks.host, proxy"
  })
  void anotherWayToTheMailServerIsSet_itStays(String setting, String value) {
    JavaMailSenderImpl sender = mailServer();
    sender.getJavaMailProperties().put(setting, value);

    onCall(Map.of(), sender);

    assertThat(sender.getSession().getProperties())
        .containsEntry(setting, value)
        .doesNotContainKey("mail.smtp.socketFactory");
  }

  @Test
  void teamWithWebhook_eventHasTheKeyOfIncidentAndStage() throws Exception {
    paging.answers(202, "{\"status\":\"success\"}");

    String sent =
        onCall(
                Map.of(
                    "runbook.oncall.teams.senior-engineer.webhook-url", paging.url() + "/enqueue",
                    "runbook.oncall.teams.senior-engineer.webhook-token", "secret",
                    "runbook.oncall.teams.senior-engineer.webhook-routing-key", "service-1"),
                null)
            .page(page(Team.SENIOR_ENGINEER));

    assertThat(sent).isEqualTo("paging webhook of Senior Engineer; phone +880-XXX-XXXX");
    Request request = paging.requests().get(0);
    assertThat(request.path()).isEqualTo("/enqueue");
    assertThat(request.headers())
        .containsEntry("authorization", "Bearer secret")
        .containsEntry("content-type", "application/json");
    JsonNode event = new ObjectMapper().readTree(request.body());
    assertThat(event.path("dedup_key").asText()).isEqualTo("inc-1/databaseAway");
    assertThat(event.path("event_action").asText()).isEqualTo("trigger");
    assertThat(event.path("routing_key").asText()).isEqualTo("service-1");
    assertThat(event.at("/payload/summary").asText()).startsWith("Database away");
    assertThat(event.at("/payload/severity").asText()).isEqualTo("critical");
    assertThat(event.at("/payload/custom_details/details").asText()).isEqualTo("- **waiting**: 85");
    assertThat(event.at("/links/0/text").asText()).isEqualTo("Cockpit");
    assertThat(event.at("/links/1/href").asText()).isEqualTo("http://grafana/d/1");
  }

  @Test
  void noWayOfATeamWorks_anotherTeamIsTold_once() throws Exception {
    paging.answers(500, "");
    OnCall onCall =
        onCall(
            Map.of("runbook.oncall.teams.senior-engineer.webhook-url", paging.url().toString()),
            mailServer());

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> onCall.page(page(Team.SENIOR_ENGINEER)))
          .isInstanceOf(PageNotSent.class);
    }

    MimeMessage[] told = mail.getReceivedMessages();
    assertThat(told).hasSize(1);
    assertThat(told[0].getAllRecipients()[0]).hasToString("oncall@dhakacart.com");
    assertThat(told[0].getSubject())
        .startsWith("[inc-1] Senior Engineer cannot be reached: Database away");
  }

  @Test
  void webhookWithoutToken_sendsNoAuthorization() {
    paging.answers(204, "");

    onCall(Map.of("runbook.oncall.teams.on-call.webhook-url", paging.url().toString()), null)
        .page(page(Team.ON_CALL));

    assertThat(paging.requests().get(0).headers()).doesNotContainKey("authorization");
    assertThat(paging.requests().get(0).body()).doesNotContain("routing_key");
  }

  @Test
  void bothWays_bothAreUsed() {
    paging.answers(200, "");

    String sent =
        onCall(
                Map.of("runbook.oncall.teams.database-team.webhook-url", paging.url().toString()),
                mailServer())
            .page(page(Team.DATABASE_TEAM));

    assertThat(sent).isEqualTo("paging webhook of Database Team and mail to db-team@dhakacart.com");
  }

  @Test
  void oneWayFails_theOtherIsEnoughAndTheFailureIsTold() {
    paging.answers(500, "");

    String sent =
        onCall(
                Map.of("runbook.oncall.teams.database-team.webhook-url", paging.url().toString()),
                mailServer())
            .page(page(Team.DATABASE_TEAM));

    assertThat(sent).startsWith("mail to db-team@dhakacart.com; but ").contains("answered 500");
  }

  // It kept every other way and team from being tried, and the page from being seen as not sent.
  @Test
  void oneWayFailsAsNobodyExpects_theOtherIsUsed_andItIsToldWithoutItsWords() {
    paging.answers(200, "");
    JavaMailSender broken = mock(JavaMailSender.class);
    doThrow(new IllegalStateException("Bearer secret"))
        .when(broken)
        .send(any(MimeMessagePreparator.class));

    String sent =
        onCall(
                Map.of("runbook.oncall.teams.database-team.webhook-url", paging.url().toString()),
                broken)
            .page(page(Team.DATABASE_TEAM));

    assertThat(sent)
        .startsWith("paging webhook of Database Team; but ")
        .contains("IllegalStateException at MailPager.java:")
        .doesNotContain("secret");
  }

  @Test
  void everyWayFailsAsNobodyExpects_isNotSent_andTheOtherTeamsAreTried() {
    JavaMailSender broken = mock(JavaMailSender.class);
    doThrow(new IllegalStateException("Bearer secret"))
        .when(broken)
        .send(any(MimeMessagePreparator.class));

    assertThatThrownBy(() -> onCall(Map.of(), broken).page(page(Team.DATABASE_TEAM)))
        .isInstanceOf(PageNotSent.class)
        .hasMessageContaining("Database Team could not be reached")
        .hasMessageEndingWith("nobody else could be told");
    verify(broken, times(3)).send(any(MimeMessagePreparator.class));
  }

  @ParameterizedTest
  @CsvSource({"htps://hooks.example.com/in, secret", "http://localhost:1, 'secret\n'"})
  void webhookCannotBeAskedAsItIsSet_isNotSent_andSaysSoWithoutTheToken(URI url, String token) {
    Webhooks webhooks = new Webhooks(SettingsOf.type(OnCallSettings.class, Map.of()));

    assertThatThrownBy(
            () -> webhooks.post("runbook.oncall.tickets.url", url, token, "inc-1", Map.of()))
        .isInstanceOf(PageNotSent.class)
        .hasMessageContaining("(runbook.oncall.tickets.url) was not asked")
        .satisfies(it -> assertThat(Throwables.getStackTrace(it)).doesNotContain("secret"));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 429, 500, 503})
  void everyWayFails_isNotSentAndSaysWhatToCheck(int status) {
    paging.answers(status, "");
    OnCall onCall =
        onCall(
            Map.of(
                "runbook.oncall.teams.senior-engineer.webhook-url", paging.url() + "/secret-path"),
            null);

    assertThatThrownBy(() -> onCall.page(page(Team.SENIOR_ENGINEER)))
        .isInstanceOf(PageNotSent.class)
        .hasMessageContaining("Senior Engineer could not be reached")
        .hasMessageContaining("answered " + status)
        .hasMessageContaining("phone +880-XXX-XXXX")
        .hasMessageNotContaining("secret-path");
  }

  @Test
  void nobodyListens_isNotSent() {
    OnCall onCall =
        onCall(
            Map.of("runbook.oncall.teams.on-call.webhook-url", HttpCounterpart.nobody().toString()),
            mailServer(Ports.nobodys()));

    assertThatThrownBy(() -> onCall.page(page(Team.ON_CALL)))
        .isInstanceOf(PageNotSent.class)
        .hasMessageContaining("gave no answer")
        .hasMessageContaining("the mail to oncall@dhakacart.com was not taken")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
  }

  @Test
  void silentWebhook_isNotSent() {
    paging.keepsSilent();
    OnCall onCall =
        onCall(
            Map.of(
                "runbook.oncall.timeout",
                "200ms",
                "runbook.oncall.teams.on-call.webhook-url",
                paging.url().toString()),
            null);

    assertThatThrownBy(() -> onCall.page(page(Team.ON_CALL))).isInstanceOf(PageNotSent.class);
  }

  /** As the Senior Engineer is by default. */
  @Test
  void teamHasAPhoneOnly_anotherIsToldWhomToCall_andThatIsSaid() throws Exception {
    String sent = onCall(Map.of(), mailServer()).page(page(Team.SENIOR_ENGINEER));

    assertThat(sent)
        .isEqualTo("On-call was told instead: mail to oncall@dhakacart.com; phone +880-XXX-XXXX");
    MimeMessage[] told = mail.getReceivedMessages();
    assertThat(told).hasSize(1);
    assertThat(told[0].getSubject())
        .isEqualTo(
            "[inc-1] Senior Engineer cannot be reached: Database away: 3 pods say so; call +880-XXX-XXXX");
  }

  @Test
  void teamHasAPhoneOnly_andWhoIsToldCannotBeReached_itIsTriedAgainUntilSomebodyTakesIt() {
    paging.answers(500, "");
    OnCall onCall =
        onCall(
            Map.of("runbook.oncall.teams.infrastructure-team.webhook-url", paging.url().toString()),
            null);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> onCall.page(page(Team.SENIOR_ENGINEER)))
          .isInstanceOf(PageNotSent.class)
          .hasMessageContaining("nobody else could be told");
    }

    paging.answers(202, "");

    assertThat(onCall.page(page(Team.SENIOR_ENGINEER)))
        .startsWith("Infrastructure Team was told instead: paging webhook");
  }

  @Test
  void nobodyCouldBeToldAtFirst_anotherTeamIsToldLater() {
    paging.answers(500, "");
    OnCall onCall =
        onCall(
            Map.of(
                "runbook.oncall.teams.senior-engineer.webhook-url",
                HttpCounterpart.nobody().toString(),
                "runbook.oncall.teams.on-call.webhook-url",
                paging.url().toString()),
            null);
    assertThatThrownBy(() -> onCall.page(page(Team.SENIOR_ENGINEER)))
        .hasMessageContaining("nobody else could be told");

    paging.answers(202, "");

    assertThatThrownBy(() -> onCall.page(page(Team.SENIOR_ENGINEER)))
        .isInstanceOf(PageNotSent.class)
        .hasMessageContaining("On-call was told instead: paging webhook");
  }

  @Test
  void noWayConfigured_isNotSent_andSaysWhoToCallByHand() {
    assertThatThrownBy(() -> onCall(Map.of(), null).page(page(Team.SENIOR_ENGINEER)))
        .isInstanceOf(PageNotSent.class)
        .hasMessageStartingWith("not sent to Senior Engineer")
        .hasMessageContaining("runbook.oncall.teams.senior-engineer.webhook-url")
        .hasMessageEndingWith("call +880-XXX-XXXX");
    assertThatThrownBy(() -> onCall(Map.of(), null).page(page(Team.INFRASTRUCTURE_TEAM)))
        .isInstanceOf(PageNotSent.class)
        .hasMessageContaining("set spring.mail.host")
        .hasMessageEndingWith("mail infra@dhakacart.com");
  }

  @Test
  void nobodyCanBeCalled_isKnownBeforeAnybodyHasToBe() {
    assertThat(onCall(Map.of(), null).nobodyBecause().orElseThrow())
        .contains("webhook-url", "spring.mail.host");
    assertThat(onCall(Map.of(), mailServer()).nobodyBecause()).isEmpty();
    assertThat(
            onCall(Map.of("runbook.oncall.teams.on-call.webhook-url", "http://paging"), null)
                .nobodyBecause())
        .isEmpty();
  }

  @Test
  void mailSwitchedOffByAnEmptyAddress_nothingIsMailedThere() throws Exception {
    assertThat(
            onCall(Map.of("runbook.oncall.teams.on-call.mail", ""), mailServer())
                .page(page(Team.ON_CALL)))
        .isEqualTo("Database Team was told instead: mail to db-team@dhakacart.com");
    assertThat(mail.getReceivedMessages())
        .singleElement()
        .satisfies(it -> assertThat(it.getAllRecipients()[0]).hasToString("db-team@dhakacart.com"));
  }

  private static Page page(Team team) {
    return new Page(
        "inc-1",
        "databaseAway",
        team,
        "Database away:\n3 pods say so",
        "- **waiting**: 85",
        Map.of("Grafana", "http://grafana/d/1", "Cockpit", "http://runbook/cockpit"));
  }

  private static Page page(String incident, String stage) {
    return new Page(incident, stage, Team.DATABASE_TEAM, "Database away", "", Map.of());
  }

  private JavaMailSenderImpl mailServer() {
    return mailServer(mail.getSmtp().getPort());
  }

  private static JavaMailSenderImpl mailServer(int port) {
    JavaMailSenderImpl sender = new JavaMailSenderImpl();
    sender.setHost("localhost");
    sender.setPort(port);
    return sender;
  }

  /**
   * @param mailSender null when there is no mail server
   */
  /** Where the ways of one team fail, those of the others are tried, too. */
  @Test
  void longestPage_isTheTimeoutsOfAllWaysToAllTeams() {
    assertThat(onCall(Map.of(), null).longestPage()).isZero();
    assertThat(onCall(Map.of(), mailServer()).longestPage())
        .as("three teams have mail")
        .isEqualTo(Duration.ofSeconds(3 * 20));

    String paged = paging.url().toString();
    String team = "runbook.oncall.teams.";
    Map<String, String> everything =
        Map.of(
            "runbook.oncall.timeout",
            "3s",
            "runbook.oncall.mail-timeout",
            "5s",
            team + "on-call.webhook-url",
            paged,
            team + "senior-engineer.webhook-url",
            paged,
            team + "senior-engineer.mail",
            "senior@dhakacart.com",
            team + "database-team.webhook-url",
            paged,
            team + "infrastructure-team.webhook-url",
            paged);
    assertThat(onCall(everything, mailServer()).longestPage())
        .isEqualTo(Duration.ofSeconds(4 * (3 + 5)));
  }

  private static WebhookAndMailOnCall onCall(
      Map<String, String> properties, JavaMailSender mailSender) {
    OnCallSettings settings = SettingsOf.type(OnCallSettings.class, properties);
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    if (mailSender != null) {
      beans.addBean("mailSender", mailSender);
    }
    return new WebhookAndMailOnCall(
        settings,
        new WebhookPager(new Webhooks(settings)),
        new MailPager(settings, beans.getBeanProvider(JavaMailSender.class)));
  }
}
