package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.Chromium;
import com.dhakacart.runbook.model.Runbook;
import com.dhakacart.runbook.process.access.Browser;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The main job through public interfaces only: a fault in the simulated world, its alert over HTTP,
 * a person in engine-rest or in a real browser, and the report.
 */
class MainJobTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ObjectMapper json = new ObjectMapper();

  private Demo demo;
  private OnCallPerson person;

  @BeforeEach
  void start() {
    demo =
        Demo.start(
            SimulatedWorld.Ports.any(),
            Pace.test(),
            "--server.port=0",
            "--spring.datasource.url=jdbc:h2:mem:main-job-"
                + System.nanoTime()
                + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=256",
            "--runbook.recovery.hold-for=3s",
            "--runbook.recovery.measure-every=1s",
            "--runbook.report.folder=target/main-job/reports");
    person = new OnCallPerson(demo.uri());
  }

  @AfterEach
  void stop() {
    demo.close();
  }

  @Test
  void badRelease_approvedOverRest_isRolledBackAndReported() throws Exception {
    person.call("POST", demo.world().faultsUri().resolve("/faults/BAD_RELEASE"), null, null);

    JsonNode task = person.task("userTask_approveChange");
    String incident = person.incident(Runbook.HIGH_ERROR_RATE.key());

    assertThat(person.call("GET", demo.uri().resolve("/incidents"), null, null).body())
        .contains(incident, "waits for a person: Approve change", task.path("id").asText());
    assertThat(
            person
                .call("GET", demo.uri().resolve("/incidents/" + incident), "text/html", null)
                .body())
        .contains(
            incident,
            "Code deployment",
            "kubectl rollout undo",
            "name=\"decision\" value=\"APPROVE\"");

    // whoever may decide could once rewrite what the task shows to others
    URI briefing =
        demo.uri().resolve("/engine-rest/task/" + task.path("id").asText() + "/variables/briefing");
    assertThat(
            person.call("PUT", briefing, null, "{\"type\":\"Json\",\"value\":\"{}\"}").statusCode())
        .isEqualTo(403);

    HttpResponse<String> refused = person.complete(task, Map.of("decision", "MAYBE"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json.readTree(refused.body()).path("message").asText()).contains("APPROVE");

    assertThat(person.complete(task, Map.of("decision", "APPROVE", "reason", "seen")).statusCode())
        .isEqualTo(204);
    person.task("userTask_recordRootCause");
    String report =
        person
            .call(
                "GET",
                demo.uri().resolve("/incidents/" + incident + "/report"),
                "text/markdown",
                null)
            .body();
    assertThat(report)
        .contains("rollout undo", "approved by oncall", "Code deployment", "recovered");
  }

  @Test
  void badRelease_approvedInTasklist_whileItsPageStandsOpen_isRolledBackAndDocumentedThere()
      throws Exception {
    Chromium.assumeInstalled("Nobody approves in Tasklist");
    person.call("POST", demo.world().faultsUri().resolve("/faults/BAD_RELEASE"), null, null);
    person.task("userTask_approveChange");

    WebDriver browser = Chromium.open();
    try {
      String page = openPage(browser);
      browser.switchTo().newWindow(WindowType.TAB);
      approveInTasklist(browser);
      browser.switchTo().window(page);
      recordRootCauseOnThePage(browser);
      openTabInCockpit(browser);
    } finally {
      browser.quit();
    }

    person.task("userTask_improveRunbook");
    URI deployment =
        demo.world()
            .cluster()
            .uri()
            .resolve("/apis/apps/v1/namespaces/dhakacart/deployments/dhakacart-backend");
    assertThat(person.call("GET", deployment, null, null).body()).doesNotContain("v2-bad");
  }

  @Test
  void personWhoKnowsNothingButTheHost_comesToTheIncidents() throws Exception {
    Browser person = new Browser(demo.uri().getPort());

    HttpResponse<String> first =
        person.submit(person.open("/"), Map.of("username", "oncall", "password", "demo"));

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.uri().getPath()).isEqualTo("/incidents");
  }

  @Test
  void changesArePausedOverHttp_personGetsTheCommandInstead() throws Exception {
    URI pause = demo.uri().resolve("/changes/pause");
    assertThat(person.call("GET", pause, null, null).body()).contains("\"paused\":false");
    assertThat(person.call("POST", pause, null, "{\"reason\":\"the database moves\"}").statusCode())
        .isEqualTo(200);
    person.call("POST", demo.world().faultsUri().resolve("/faults/BAD_RELEASE"), null, null);

    JsonNode approval = person.task("userTask_approveChange");
    HttpResponse<String> forged =
        person.complete(approval, Map.of("decision", "APPROVE", "incident", "another"));
    assertThat(forged.statusCode()).isEqualTo(400);
    assertThat(json.readTree(forged.body()).path("message").asText())
        .contains("does not ask for incident");
    assertThat(person.complete(approval, Map.of("decision", "APPROVE")).statusCode())
        .isEqualTo(204);

    JsonNode byHand = person.task("userTask_changeByHand");
    URI briefing =
        demo.uri()
            .resolve(
                "/engine-rest/task/"
                    + byHand.path("id").asText()
                    + "/localVariables/briefing?deserializeValue=false");
    assertThat(person.call("GET", briefing, null, null).body())
        .contains("by oncall: the database moves", "kubectl rollout undo");
    assertThat(person.call("GET", demo.uri().resolve("/actuator/prometheus"), null, null).body())
        .contains("runbook_changes_paused 1.0")
        .contains("runbook_changes_total{kind=\"ANY\",result=\"REFUSED\"} 1.0");
    assertThat(person.call("DELETE", pause, null, null).body()).contains("\"paused\":false");
  }

  /**
   * By the log-in; what is typed there is not sent.
   *
   * @return its window
   */
  private String openPage(WebDriver browser) throws Exception {
    WebDriverWait wait = new WebDriverWait(browser, PATIENCE);
    String incident = person.incident(Runbook.HIGH_ERROR_RATE.key());
    browser.get(demo.uri().resolve("/incidents/" + incident).toString());
    wait.until(ExpectedConditions.elementToBeClickable(By.name("username"))).sendKeys("oncall");
    browser.findElement(By.name("password")).sendKeys("demo");
    browser.findElement(By.cssSelector("button[type=submit]")).click();
    wait.until(
        ExpectedConditions.textToBePresentInElementLocated(
            By.cssSelector(".decision .facts"), "kubectl rollout undo"));
    assertThat(browser.getCurrentUrl()).contains("/incidents/" + incident);
    browser.findElement(By.name("reason")).sendKeys("not sent");
    return browser.getWindowHandle();
  }

  /** The page has stood open meanwhile, and nobody loads it again. */
  private static void recordRootCauseOnThePage(WebDriver browser) {
    WebDriverWait wait = new WebDriverWait(browser, PATIENCE);
    wait.until(
        ExpectedConditions.textToBePresentInElementLocated(
            By.id("notice"), "decided or withdrawn meanwhile"));
    assertThat(browser.findElement(By.name("reason")).getAttribute("value")).isEqualTo("not sent");
    WebElement rootCause =
        wait.until(ExpectedConditions.elementToBeClickable(By.name("rootCause")));
    rootCause.sendKeys("a table was renamed");
    rootCause.findElement(By.xpath("./ancestor::form//button[@class='decide']")).click();
    wait.until(ExpectedConditions.elementToBeClickable(By.name("notes")));
    assertThat(browser.findElements(By.name("rootCause"))).isEmpty();
  }

  private void openTabInCockpit(WebDriver browser) throws Exception {
    WebDriverWait wait = new WebDriverWait(browser, PATIENCE);
    String incident = browser.getCurrentUrl().replaceAll(".*/", "");
    browser.get(
        demo.uri()
            .resolve(
                "/camunda/app/cockpit/default/#/process-instance/"
                    + person.processInstance(incident))
            .toString());
    wait.until(ExpectedConditions.elementToBeClickable(By.linkText("Runbook"))).click();
    wait.until(
        ExpectedConditions.textToBePresentInElementLocated(
            By.id("runbook-incident"), "Improve runbook"));
    assertThat(browser.findElement(By.linkText("Open the incident's page")).getAttribute("href"))
        .endsWith("/incidents/" + incident);
  }

  private void approveInTasklist(WebDriver browser) {
    WebDriverWait wait = new WebDriverWait(browser, PATIENCE);
    // one log-in serves the page and Tasklist
    browser.get(demo.uri().resolve("/camunda/app/tasklist/default/").toString());
    wait.until(
            ExpectedConditions.elementToBeClickable(By.xpath("//h4[contains(.,'Approve change')]")))
        .click();
    wait.until(
        ExpectedConditions.textToBePresentInElementLocated(
            By.cssSelector(".fjs-form"), "kubectl rollout undo"));
    wait.until(
            ExpectedConditions.elementToBeClickable(
                By.xpath("(//*[normalize-space()='Claim'])[last()]")))
        .click();
    wait.until(ExpectedConditions.invisibilityOfElementLocated(By.cssSelector(".disabled-form")));
    // Tasklist may draw the form once more after the claim, and forget what was chosen
    wait.pollingEvery(Duration.ofSeconds(2))
        .ignoring(WebDriverException.class)
        .until(
            it -> {
              if (it.findElements(By.xpath("//h4[contains(.,'Approve change')]")).isEmpty()) {
                return true;
              }
              chooseApprove(it);
              it.findElement(By.xpath("//button[normalize-space()='Complete']")).click();
              return false;
            });
  }

  private static void chooseApprove(WebDriver browser) {
    WebElement approve =
        browser.findElement(By.xpath("//label[starts-with(normalize-space(),'Approve:')]"));
    // the form is longer than the window, and its footer would take the click
    ((JavascriptExecutor) browser)
        .executeScript("arguments[0].scrollIntoView({block: 'center'})", approve);
    approve.click();
  }
}
