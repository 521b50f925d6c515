package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dhakacart.runbook.process.access.Browser;
import com.dhakacart.runbook.process.access.Provider;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The whole runbook with people whom the engine's tables do not know. */
class PeopleOfAProviderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path CHROMEDRIVER = Path.of("/usr/bin/chromedriver");
  private static final String APPROVE =
      "{\"variables\":{\"decision\":{\"value\":\"APPROVE\",\"type\":\"String\"}}}";

  private static final HttpClient http = HttpClient.newHttpClient();
  private static final ObjectMapper json = new ObjectMapper();

  private static Provider provider;
  private static Demo demo;

  @BeforeAll
  static void start() {
    provider = Provider.start();
    String client = "--spring.security.oauth2.client.";
    demo =
        Demo.start(
            SimulatedWorld.Ports.any(),
            Pace.test(),
            "--server.port=0",
            "--spring.datasource.url=jdbc:h2:mem:people-of-a-provider;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
            "--runbook.approval.four-eyes=ROLLBACK",
            "--runbook.recovery.hold-for=3s",
            "--runbook.recovery.measure-every=1s",
            "--runbook.report.folder=target/people-of-a-provider/reports",
            client + "registration.runbook.client-id=runbook",
            client + "registration.runbook.client-secret=runbook-secret",
            client + "registration.runbook.scope=openid,profile",
            client + "provider.runbook.issuer-uri=" + provider.issuer());
    provider.sendsBackTo(demo.uri().getPort());
  }

  @AfterAll
  static void stop() {
    demo.close();
    provider.stop();
  }

  @Test
  void twoPeople_oneOfTheProviderAndOneOfTheEngine_approveAChange() throws Exception {
    send("POST", demo.world().faultsUri().resolve("/faults/BAD_RELEASE"), "");
    Browser carer = new Browser(demo.uri().getPort());
    carer.logIn("carer");

    assertThat(decide(carer, approval()).statusCode()).isEqualTo(204);
    HttpResponse<String> again = decide(carer, approval());
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).contains("You have approved this change already");
    String open = approval();
    assertThat(
            send("POST", demo.uri().resolve("/engine-rest/task/" + open + "/complete"), APPROVE)
                .statusCode())
        .isEqualTo(204);

    task("userTask_recordRootCause");
    String incidents = carer.get("/incidents").body();
    String incident = json.readTree(incidents).at("/0/key").asText();
    assertThat(carer.get("/incidents/" + incident + "/report").body())
        .contains("carer", "oncall", "rollout undo");
  }

  @Test
  void tasklistInABrowser_leadsToTheProvider_andNamesWhoCameBack() {
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(CHROMEDRIVER),
        "Nobody opens Tasklist: the packages chromium and chromium-driver are not installed");
    WebDriver browser = browser();
    try {
      WebDriverWait wait = new WebDriverWait(browser, PATIENCE);
      browser.get("http://127.0.0.1:" + demo.uri().getPort() + "/camunda/app/tasklist/default/");
      wait.until(ExpectedConditions.elementToBeClickable(By.linkText(provider.issuer()))).click();
      wait.until(ExpectedConditions.elementToBeClickable(By.name("username"))).sendKeys("carer");
      browser.findElement(By.name("password")).sendKeys(Provider.PASSWORD);
      browser.findElement(By.cssSelector("button[type=submit]")).click();

      wait.until(ExpectedConditions.urlContains("/camunda/app/tasklist/default/"));
      for (String shown : new String[] {"My group's open decisions", "carer"}) {
        wait.until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), shown));
      }
    } finally {
      browser.quit();
    }
  }

  private static WebDriver browser() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1600,1200");
    return new ChromeDriver(
        new ChromeDriverService.Builder().usingDriverExecutable(CHROMEDRIVER.toFile()).build(),
        options);
  }

  private static HttpResponse<String> decide(Browser person, String task) throws Exception {
    return person.postInTasklist("/task/" + task + "/complete", APPROVE);
  }

  private static String approval() throws Exception {
    return task("userTask_approveChange").path("id").asText();
  }

  private static JsonNode task(String key) throws Exception {
    URI open = demo.uri().resolve("/engine-rest/task?taskDefinitionKey=" + key);
    return await()
        .atMost(PATIENCE)
        .until(() -> json.readTree(send("GET", open, "").body()), it -> it.size() == 1)
        .get(0);
  }

  /** As a program of the engine's user on call. */
  private static HttpResponse<String> send(String method, URI uri, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString("oncall:demo".getBytes()))
            .build(),
        BodyHandlers.ofString());
  }
}
