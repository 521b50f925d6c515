package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.SteppedClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What came twice, and what had to come again. */
class CalledPeopleTest {

  private static final String TICKET_DONE = DatabaseProxy.done("serviceTask_fileTicket");
  private static final String MAIL_ASKED = Worlds.asked("mail");
  private static final Duration A_WHILE = Duration.ofMinutes(1);
  private static final Duration SHORTLY = Duration.ofSeconds(2);

  private final SteppedClock clock = new SteppedClock();
  private final KillPoints points = new KillPoints(List.of(TICKET_DONE, MAIL_ASKED), clock);
  private final CalledPeople people = new CalledPeople(points);

  @AfterEach
  void stop() {
    people.close();
  }

  @Test
  void comesAgainLongAfterItsSenderKnew_killedMeanwhileOrNot_isRepeated() {
    mail("one", false);
    mail("killed", false);
    after(A_WHILE);
    mail("one", false);
    assertThat(people.repeated()).singleElement().asString().contains("one");

    points.released();
    after(A_WHILE);
    mail("killed", false);
    assertThat(people.repeated()).hasSize(2);
  }

  @Test
  void answerWasLost_orItsSenderWasKilledBeforeItNotedIt_mayComeAgain() {
    mail("lost", true);
    mail("lost", false);
    after(A_WHILE);
    mail("killed", false);
    after(SHORTLY);
    points.released();
    after(A_WHILE);
    mail("killed", false);
    assertThat(people.repeated()).isEmpty();

    after(A_WHILE);
    mail("lost", false);
    mail("killed", false);
    assertThat(people.repeated()).hasSize(2);
  }

  @Test
  void comesTwiceBeforeItsSenderIsKilled_isRepeated() {
    mail("one", false);
    after(SHORTLY);
    mail("one", false);
    points.released();
    assertThat(people.repeated()).hasSize(1);
  }

  @Test
  void senderIsCutOffForAWhile_mayComeAgain() {
    points.gone();
    after(A_WHILE);
    mail("cut off", false);
    after(A_WHILE);
    points.released();
    mail("cut off", false);
    assertThat(people.repeated()).isEmpty();
  }

  @Test
  void ticketWhoseStepIsHeldUpBeforeItsCommit_mayComeAgain_anotherMayNot() throws Exception {
    ticket("another");
    after(A_WHILE);
    ticket("held up");
    points.arm(1);
    after(SHORTLY);
    assertThat(points.take(TICKET_DONE)).isTrue();
    after(A_WHILE);
    points.released();
    ticket("held up");
    ticket("another");
    assertThat(people.repeated()).singleElement().asString().contains("another");
  }

  @Test
  void pageThatIsHeldUpOnItsSecondWay_mayComeAgainOnTheFirst() throws Exception {
    post("pages", "dedup_key", "page of two ways");
    post("pages", "dedup_key", "another");
    after(SHORTLY);
    points.arm(1);
    Thread sender = new Thread(() -> mail("page%20of%20two%20ways", false));
    sender.start();
    await().until(() -> points.parked() == 1);
    after(A_WHILE);
    points.released();
    sender.join();
    post("pages", "dedup_key", "page of two ways");
    post("pages", "dedup_key", "another");
    assertThat(people.repeated()).singleElement().asString().contains("another");
  }

  private void after(Duration time) {
    clock.forward(time);
  }

  private void mail(String key, boolean answerIsLost) {
    people.takeMail("Message-ID: <" + key + "@runbook>", answerIsLost);
  }

  private void ticket(String incident) throws IOException, InterruptedException {
    post("tickets", "incident", incident);
  }

  private void post(String what, String name, String key) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(people.uri(what))
            .POST(BodyPublishers.ofString("{\"%s\": \"%s\"}".formatted(name, key)))
            .build();
    HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
  }
}
