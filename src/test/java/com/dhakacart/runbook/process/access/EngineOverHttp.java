package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.IncidentAlreadyOpen;
import com.dhakacart.runbook.process.Runbooks;
import com.dhakacart.runbook.process.WebSettings;
import com.dhakacart.runbook.process.ledger.Refusals;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

/** An engine with its REST API and webapps, and the small processes of {@code engine/}. */
@SpringBootTest(
    classes = EngineOverHttp.SmallApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:engine-over-http;DB_CLOSE_ON_EXIT=FALSE",
      "camunda.bpm.job-execution.enabled=false",
      "camunda.bpm.deployment-resource-pattern=classpath:/engine/small.bpmn,classpath:/engine/claimed.bpmn",
      "camunda.bpm.authorization.enabled=true",
      "camunda.bpm.generic-properties.properties.enable-cmd-exception-logging=false",
      "camunda.bpm.admin-user.id=admin",
      "camunda.bpm.admin-user.password=demo",
      "runbook.identity.least-password-length=4",
      "runbook.identity.users[0].id=oncall",
      "runbook.identity.users[0].password=demo",
      "runbook.identity.users[0].groups=on-call",
      "runbook.identity.users[1].id=senior",
      "runbook.identity.users[1].password=demo",
      "runbook.identity.users[1].groups=senior-engineers",
      "runbook.identity.users[2].id=dba",
      "runbook.identity.users[2].password=demo",
      "runbook.identity.users[2].groups=database-team",
      "runbook.identity.users[4].id=backup",
      "runbook.identity.users[4].password=demo",
      "runbook.identity.users[4].groups=on-call",
      // in no group
      "runbook.identity.users[3].id=stranger",
      "runbook.identity.users[3].password=demo",
      "management.endpoints.web.exposure.include=health,prometheus",
      "management.prometheus.metrics.export.enabled=true"
    })
@DirtiesContext
abstract class EngineOverHttp {

  static final String NOBODY = null;

  /** Whoever typed a wrong password waits by this clock. */
  static final SteppedClock CLOCK = new SteppedClock();

  private static final String CSRF = "X-XSRF-TOKEN";

  /** Keeps the session of a webapp. */
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  private final HttpClient program = HttpClient.newHttpClient();

  @LocalServerPort int port;

  @BeforeEach
  void nobodyWaitsForThePasswordsOfOtherTests() {
    CLOCK.forward(Duration.ofMinutes(2));
  }

  HttpResponse<String> get(String path, String user) throws Exception {
    return send(request(path, user).GET());
  }

  HttpResponse<String> post(String path, String user, String json) throws Exception {
    return send(
        request(path, user)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpRequest sent = request.build();
    HttpClient client = sent.headers().map().containsKey("Authorization") ? program : browser;
    return client.send(sent, HttpResponse.BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path, String user) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    return user == null ? request : request.header("Authorization", basic(user, "demo"));
  }

  void logInToTasklist(String user) throws Exception {
    HttpResponse<String> login =
        send(
            request("/camunda/api/admin/auth/user/default/login/tasklist", NOBODY)
                .header(CSRF, csrfToken())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("username=" + user + "&password=demo")));
    assertThat(login.statusCode()).isEqualTo(200);
  }

  HttpResponse<String> postInTasklist(String path, String json) throws Exception {
    return send(
        request("/camunda/api/engine/engine/default" + path, NOBODY)
            .header(CSRF, csrfToken())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /** Each session of a webapp has its own, and a login begins a new session. */
  String csrfToken() throws Exception {
    return get("/camunda/app/tasklist/default/", NOBODY).headers().firstValue(CSRF).orElseThrow();
  }

  /** Deploys what is no model and runs nothing. */
  HttpResponse<String> deploy(String user) throws Exception {
    String file =
        """
        --part\r
        Content-Disposition: form-data; name="deployment-name"\r
        \r
        another\r
        --part\r
        Content-Disposition: form-data; name="text"; filename="note.txt"\r
        Content-Type: text/plain\r
        \r
        nothing\r
        --part--\r
        """;
    return send(
        request("/engine-rest/deployment/create", user)
            .header("Content-Type", "multipart/form-data; boundary=part")
            .POST(BodyPublishers.ofString(file)));
  }

  static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @EnableAutoConfiguration
  @ConfigurationPropertiesScan(basePackageClasses = {Door.class, Refusals.class})
  @EnableConfigurationProperties(WebSettings.class)
  @ComponentScan(
      basePackageClasses = Door.class,
      excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Test\\$.*"))
  @ComponentScan(
      basePackageClasses = Refusals.class,
      excludeFilters =
          @Filter(type = FilterType.REGEX, pattern = ".*\\.ledger\\.(?!Refus|Concerned).*"))
  @ComponentScan(
      basePackages = "com.dhakacart.runbook.process.engine",
      useDefaultFilters = false,
      includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.DatabaseHealth"))
  @Import(Runbooks.class)
  static class SmallApplication {

    static final String REFUSAL = "Say why you reject the change; write a reason.";

    @Bean
    Clock clock() {
      return CLOCK;
    }

    @Bean
    static NameForTheNextEngine nameForTheNextEngine() {
      return new NameForTheNextEngine();
    }

    @Bean
    TaskListener checkAnswer() {
      return task -> {
        if (!"APPROVE".equals(task.getVariable("decision"))) {
          throw new DecisionRefused(REFUSAL);
        }
      };
    }

    @Bean
    JavaDelegate claimService() {
      return start -> {
        if ("bug".equals(start.getVariable("service"))) {
          throw new IllegalStateException("this is no refusal");
        }
        throw new IncidentAlreadyOpen("dhakacart-backend", "INC-7");
      };
    }

    @Bean
    JavaDelegate brokenStep() {
      return step -> {};
    }
  }

  /**
   * The REST API finds its engine in a static table, by the name {@code default}. Another test's
   * application may be waiting with an engine of that name, which gets it back in the end.
   */
  static class NameForTheNextEngine implements BeanFactoryPostProcessor, DisposableBean {

    private ProcessEngine before;

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
      before = ProcessEngines.getProcessEngines().get(ProcessEngines.NAME_DEFAULT);
    }

    @Override
    public void destroy() {
      if (before != null) {
        ProcessEngines.registerProcessEngine(before);
      }
    }
  }
}
