package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.Chromium;
import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.fixtures.ProductProcess;
import com.dhakacart.runbook.simulation.Fault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * An incident's page that stands open in a browser, on two nodes of one PostgreSQL behind a
 * balancer that knows no sessions. A session belongs to the node that began it.
 */
@Tag("endurance")
class PageOnTwoNodesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The node asks the database once a second while somebody listens. */
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);

  private static final String TYPED = "ডেটাবেস ধীর, typed before the node was killed";

  @TempDir private Path folder;

  private final AtomicBoolean readAtTheFirst = new AtomicBoolean();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Counterparts counterparts;
  private ProductProcess first;
  private ProductProcess second;
  private Episodes episodes;
  private Balancer balancer;
  private WebDriver browser;
  private WebDriverWait wait;

  @BeforeEach
  void start() throws IOException {
    Chromium.assumeInstalled("Nobody reads the page");
    EmbeddedPostgres postgres =
        Postgres.builder()
            .setServerConfig("max_connections", "300")
            .setServerConfig("synchronous_commit", "on")
            .start();
    opened.push(postgres);
    counterparts = new Counterparts(new KillPoints(List.of()), 1);
    opened.push(counterparts);
    Files.writeString(
        folder.resolve("application.yaml"), counterparts.settings("set below", "postgres", ""));
    first = node("runbook-0", postgres.getPort());
    second = node("runbook-1", postgres.getPort());
    episodes = new Episodes(second::uri, this::decideAtTheSecond);
    opened.push(episodes);
    balancer = new Balancer(first);
    opened.push(balancer);
    browser = Chromium.open();
    opened.push(browser::quit);
    wait = new WebDriverWait(browser, PATIENCE);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable it : opened) {
      it.close();
    }
  }

  @Test
  void decisionAtTheOtherNode_isSeen_andAKilledNodeTakesNothingWithItThatWasTyped()
      throws Exception {
    openPageOfABadRelease();

    readAtTheFirst.set(true);
    await().atMost(PATIENCE).until(() -> !episodes.decided().isEmpty());
    new WebDriverWait(browser, SEEN_WITHIN)
        .until(
            ExpectedConditions.textToBePresentInElementLocated(By.id("state"), "Decide next step"));

    type();
    balancer.leadTo(second);
    first.kill();
    wait.until(
        ExpectedConditions.textToBePresentInElementLocated(By.id("notice"), "You are logged out"));
    assertThat(typed()).isEqualTo(TYPED);

    decide();
    logIn();
    wait.until(
        ExpectedConditions.textToBePresentInElementLocated(By.id("notice"), "nothing was decided"));
    assertThat(typed()).isEqualTo(TYPED);
    assertThat(browser.findElement(By.cssSelector("input[value=HAND_OVER]")).isSelected()).isTrue();

    decide();
    wait.until(ExpectedConditions.textToBePresentInElementLocated(By.id("state"), "handed over"));
  }

  private Map<String, String> decideAtTheSecond(Episodes.Asked asked) {
    return readAtTheFirst.get() && asked.step().equals("userTask_approveChange")
        ? Map.of("decision", "REJECT", "reason", "seen at the other node")
        : Map.of();
  }

  private void openPageOfABadRelease() {
    counterparts.worlds().fault(0, Fault.BAD_RELEASE);
    episodes.fire(List.of(Worlds.service(0)));
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> episodes.waiting().contains("userTask_approveChange"));
    String incident = episodes.incidents().keySet().iterator().next();
    browser.get(balancer.uri() + "/incidents/" + incident);
    logIn();
    wait.until(ExpectedConditions.textToBe(By.id("live"), "live"));
    assertThat(browser.findElement(By.id("state")).getText()).contains("Approve change");
  }

  private void logIn() {
    wait.until(ExpectedConditions.elementToBeClickable(By.name("username"))).sendKeys("everybody");
    browser.findElement(By.name("password")).sendKeys("demo");
    browser.findElement(By.cssSelector("button[type=submit]")).click();
  }

  private void type() {
    wait.until(ExpectedConditions.elementToBeClickable(By.cssSelector("input[value=HAND_OVER]")))
        .click();
    browser.findElement(By.name("reason")).sendKeys(TYPED);
  }

  private String typed() {
    return browser.findElement(By.name("reason")).getAttribute("value");
  }

  private void decide() {
    browser.findElement(By.cssSelector("button.decide")).click();
  }

  private ProductProcess node(String name, int database) throws IOException {
    ProductProcess node =
        ProductProcess.onPostgres(name, folder, database, Duration.ofSeconds(15))
            .with("--runbook.approval.give-up-after=30m");
    opened.push(node);
    return node.start();
  }
}
