package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The main job through public interfaces only: a fault in the simulated world, its alert over HTTP,
 * a person in engine-rest or in a real browser, and the report.
 */
class MainJobTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path CHROMEDRIVER = Path.of("/usr/bin/chromedriver");

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private Demo demo;

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
  }

  @AfterEach
  void stop() {
    demo.close();
  }

  @Test
  void badRelease_approvedOverRest_isRolledBackAndReported() throws Exception {
    call("POST", demo.world().faultsUri().resolve("/faults/BAD_RELEASE"), null, null);

    JsonNode task = task("userTask_approveChange");
    String incident = incident();

    assertThat(call("GET", demo.uri().resolve("/incidents"), null, null).body())
        .contains(incident, "waits for a person: Approve change", task.path("id").asText());
    assertThat(call("GET", demo.uri().resolve("/incidents/" + incident), "text/html", null).body())
        .contains("<h1>Incident " + incident, "Code deployment");

    // whoever may decide could once rewrite what the task shows to others
    URI briefing =
        demo.uri().resolve("/engine-rest/task/" + task.path("id").asText() + "/variables/briefing");
    assertThat(call("PUT", briefing, null, "{\"type\":\"Json\",\"value\":\"{}\"}").statusCode())
        .isEqualTo(403);

    HttpResponse<String> refused = complete(task, Map.of("decision", "MAYBE"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json.readTree(refused.body()).path("message").asText()).contains("APPROVE");

    assertThat(complete(task, Map.of("decision", "APPROVE", "reason", "seen")).statusCode())
        .isEqualTo(204);
    task("userTask_recordRootCause");
    String report =
        call("GET", demo.uri().resolve("/incidents/" + incident + "/report"), "text/markdown", null)
            .body();
    assertThat(report)
        .contains("rollout undo", "approved by oncall", "Code deployment", "recovered");
  }

  @Test
  void badRelease_approvedInTasklist_isRolledBack() throws Exception {
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(CHROMEDRIVER),
        "Nobody approves in Tasklist: the packages chromium and chromium-driver are not installed");
    call("POST", demo.world().faultsUri().resolve("/faults/BAD_RELEASE"), null, null);
    task("userTask_approveChange");

    WebDriver browser = browser();
    try {
      approveInTasklist(browser);
    } finally {
      browser.quit();
    }

    task("userTask_recordRootCause");
    URI deployment =
        demo.world()
            .cluster()
            .uri()
            .resolve("/apis/apps/v1/namespaces/dhakacart/deployments/dhakacart-backend");
    assertThat(call("GET", deployment, null, null).body()).doesNotContain("v2-bad");
  }

  @Test
  void changesArePausedOverHttp_personGetsTheCommandInstead() throws Exception {
    URI pause = demo.uri().resolve("/changes/pause");
    assertThat(call("GET", pause, null, null).body()).contains("\"paused\":false");
    assertThat(call("POST", pause, null, "{\"reason\":\"the database moves\"}").statusCode())
        .isEqualTo(200);
    call("POST", demo.world().faultsUri().resolve("/faults/BAD_RELEASE"), null, null);

    JsonNode approval = task("userTask_approveChange");
    HttpResponse<String> forged =
        complete(approval, Map.of("decision", "APPROVE", "incident", "another"));
    assertThat(forged.statusCode()).isEqualTo(400);
    assertThat(json.readTree(forged.body()).path("message").asText())
        .contains("does not ask for incident");
    assertThat(complete(approval, Map.of("decision", "APPROVE")).statusCode()).isEqualTo(204);

    JsonNode byHand = task("userTask_changeByHand");
    URI briefing =
        demo.uri()
            .resolve(
                "/engine-rest/task/"
                    + byHand.path("id").asText()
                    + "/localVariables/briefing?deserializeValue=false");
    assertThat(call("GET", briefing, null, null).body())
        .contains("by oncall: the database moves", "kubectl rollout undo");
    assertThat(call("GET", demo.uri().resolve("/actuator/prometheus"), null, null).body())
        .contains("runbook_changes_paused 1.0")
        .contains("runbook_changes_total{kind=\"ANY\",result=\"REFUSED\"} 1.0");
    assertThat(call("DELETE", pause, null, null).body()).contains("\"paused\":false");
  }

  private void approveInTasklist(WebDriver browser) {
    WebDriverWait wait = new WebDriverWait(browser, PATIENCE);
    browser.get(demo.uri().resolve("/camunda/app/tasklist/default/").toString());
    wait.until(
            ExpectedConditions.elementToBeClickable(By.cssSelector("input[placeholder=Username]")))
        .sendKeys("oncall");
    browser.findElement(By.cssSelector("input[placeholder=Password]")).sendKeys("demo");
    browser.findElement(By.cssSelector("button[type=submit]")).click();
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

  private static WebDriver browser() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1400,2600");
    return new ChromeDriver(
        new ChromeDriverService.Builder().usingDriverExecutable(CHROMEDRIVER.toFile()).build(),
        options);
  }

  private JsonNode task(String key) {
    URI tasks = demo.uri().resolve("/engine-rest/task?taskDefinitionKey=" + key);
    return Awaitility.await(key)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> first(call("GET", tasks, null, null).body()), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<JsonNode> first(String list) throws Exception {
    return Optional.ofNullable(json.readTree(list).get(0));
  }

  private String incident() throws Exception {
    URI running =
        demo.uri()
            .resolve("/engine-rest/process-instance?processDefinitionKey=DhakaCartHighErrorRate");
    return first(call("GET", running, null, null).body())
        .orElseThrow()
        .path("businessKey")
        .asText();
  }

  private HttpResponse<String> complete(JsonNode task, Map<String, String> answers)
      throws Exception {
    Map<String, Map<String, String>> variables = new java.util.HashMap<>();
    answers.forEach((name, value) -> variables.put(name, Map.of("value", value)));
    URI complete =
        demo.uri().resolve("/engine-rest/task/" + task.path("id").asText() + "/complete");
    return call("POST", complete, null, json.writeValueAsString(Map.of("variables", variables)));
  }

  private HttpResponse<String> call(String method, URI uri, String accept, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString("oncall:demo".getBytes()));
    for (String header : List.of("Accept", "Content-Type")) {
      String value = header.equals("Accept") ? accept : "application/json";
      if (value != null) {
        request.header(header, value);
      }
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
