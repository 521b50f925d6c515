package com.dhakacart.runbook.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.RunbookApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What the start says of settings, wherever they are written; all records are there. */
@ExtendWith(OutputCaptureExtension.class)
class SettingsAsWrittenTest {

  @TempDir private Path folder;

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withUserConfiguration(AllSettings.class);

  // ---- names

  @Test
  void whatIsDelivered_starts() {
    application.run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @CsvSource({
    "runbook.metric.url, runbook.metrics.url",
    "runbook.metrics.ulr, runbook.metrics.url",
    "runbook.oncall.teams.on-call.email, runbook.oncall.teams.on-call.mail",
    "runbook.services.dhakacart-backend.deploymint, runbook.services.dhakacart-backend.deployment",
    "runbook.identity.users[0].pasword, runbook.identity.users[0].password",
    "runbook.defaultservices, runbook.default-service"
  })
  void misspeltKey_isNamed_withTheNearest(String key, String nearest) {
    application
        .withPropertyValues(key + "=x")
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .contains("is no setting; the nearest is " + nearest));
  }

  @Test
  void keyThatIsLikeNone_isNamedAlone() {
    application
        .withPropertyValues("runbook.whatever-this-may-be.is=x")
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .contains("runbook.whatever-this-may-be.is", "is no setting")
                    .doesNotContain("nearest"));
  }

  @Test
  void misspeltKey_isNamed_whereverItIsWritten() throws IOException {
    Path file =
        Files.writeString(folder.resolve("more.yaml"), "runbook:\n  oncall:\n    form: a@b.c\n");
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Files.writeString(tree.resolve("runbook.alerting.tokn"), "secret");

    String said =
        refusal(
            started(
                new SystemEnvironmentPropertySource(
                    "systemEnvironment",
                    Map.of("RUNBOOK_ONCALL_TEAMS_ONCALL_EMAIL", "oncall@dhakacart.com")),
                "--runbook.report.foldr=x",
                "--spring.config.import=file:" + file + ",configtree:" + tree + "/",
                "--spring.application.json={\"runbook\":{\"web\":{\"uri\":\"http://a\"}}}"));

    assertThat(said)
        .contains(
            "runbook.oncall.teams.oncall.email",
            "\"RUNBOOK_ONCALL_TEAMS_ONCALL_EMAIL\"",
            "the nearest is RUNBOOK_ONCALL_TEAMS_ONCALL_MAIL",
            "runbook.report.foldr",
            "commandLineArgs",
            "the nearest is runbook.report.folder",
            "more.yaml",
            "3:11",
            "the nearest is runbook.oncall.from",
            "runbook.alerting.tokn",
            "the nearest is runbook.alerting.token",
            "the nearest is runbook.web.url")
        .doesNotContain("secret");
  }

  @Test
  void misspeltSystemProperty_isNamed_thoseOfTestsAndBuildsAreLeftAlone() {
    application
        .withSystemProperties(
            "runbook.metrics.ulr=x", "runbook.test.groups=x", "runbook.seed=1", "runbook.report=x")
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .contains("runbook.metrics.ulr")
                    .doesNotContain("runbook.test", "runbook.seed", "runbook.report"));
  }

  @Test
  void variablesOfOthers_areLeftAlone_andNamedInOneLine(CapturedOutput output) {
    Map<String, Object> others = new HashMap<>();
    others.put("RUNBOOK_HOME", "/opt/runbook");
    others.put("RUNBOOK_URL", "http://a");
    others.put("RUNBOOK_REPORT", "yes");
    others.put("RUNBOOK_SERVICE_HOST", "10.0.0.1");
    others.put("RUNBOOK_PORT_8080_TCP_ADDR", "10.0.0.1");
    others.put("RUNBOOK_DATABASE_SERVICE_HOST", "10.0.0.1");
    others.put("RUNBOOK_DATABASE_SERVICE_PORT_SQL", "5432");
    others.put("RUNBOOK_DATABASE_PORT", "tcp://10.0.0.1:5432");
    others.put("RUNBOOK_DATABASE_PORT_5432_TCP_ADDR", "10.0.0.1");
    with(others).run(context -> assertThat(context).hasNotFailed());

    assertThat(output).containsOnlyOnce("left alone").contains("RUNBOOK_HOME", "RUNBOOK_URL");
    assertThat(output).doesNotContain("RUNBOOK_DATABASE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RUNBOOK_DATABASE_PORT", "RUNBOOK_METRICS_URLS", "RUNBOOK_ONCALL_FORM"})
  void variableOfAGroupOfOurs_isNamed(String name) {
    with(Map.of(name, "5432"))
        .run(context -> assertThat(refusal(context.getStartupFailure())).contains(name));
  }

  @Test
  void variableInAFileOfItsOwn_isNamed_withTheNameOfTheSetting() throws IOException {
    Files.writeString(folder.resolve("RUNBOOK_ALERTING_TOKEN"), "secret");
    withSource(new ConfigTreePropertySource("tree", folder))
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .contains("RUNBOOK_ALERTING_TOKEN", "call it runbook.alerting.token here")
                    .doesNotContain("secret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runbook.metrics.scrape-interval=15s",
        "runbook.metrics.scrapeInterval=15s",
        "runbook.metrics.scrape_interval=15s",
        "runbook.metrics.headers[X-Scope-OrgID]=shop",
        "runbook.metrics.headers.X-Scope-OrgID=shop",
        "runbook.metrics.routes[/a/b.c]=x",
        "runbook.links.dashboards.a.b=http://a",
        "runbook.logs.noise=a,b",
        "runbook.logs.noise[0]=a",
        "runbook.oncall.teams.onCall.mail=a@b.c",
        "runbook.metrics="
      })
  void nameThatSpringTakes_isTaken(String property) {
    application.withPropertyValues(property).run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @CsvSource({
    "RUNBOOK_METRICS_SCRAPEINTERVAL, 15s",
    "RUNBOOK_METRICS_SCRAPE_INTERVAL, 15s",
    "RUNBOOK_METRICS_HEADERS_TENANT, shop",
    "RUNBOOK_LOGS_NOISE, a",
    "RUNBOOK_LOGS_NOISE_0, a",
    "RUNBOOK_IDENTITY_USERS_0_ID, ann",
    "RUNBOOK_ONCALL_TEAMS_ON_CALL_WEBHOOK_URL, http://paging",
    "RUNBOOK_REMEDIATION_LIMITS_MEMORY, 1Gi",
    "RUNBOOK_DEFAULT_SERVICE, dhakacart-backend"
  })
  void variableThatSpringTakes_isTaken(String name, String value) {
    with(Map.of(name, value)).run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void groupWithAValue_isNamed() {
    application
        .withPropertyValues("runbook.oncall.teams=oncall@dhakacart.com")
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .contains("runbook.oncall.teams", "takes no value"));
  }

  // ---- values

  @ParameterizedTest
  @ValueSource(strings = {"30", " 30 ", "+30", "${runbook.test.time:30}"})
  void timeWithoutAUnit_isNamed(String value) {
    application
        .withPropertyValues("runbook.recovery.hold-for=" + value)
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .contains("runbook.recovery.hold-for", "has no unit", "say 30s"));
  }

  @Test
  void timeWithoutAUnit_ofWhatIsDoneNowAndThen_isNamed() {
    application
        .withPropertyValues("runbook.gauges.every=15", "runbook.oncall.retry-every=0")
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .contains("runbook.gauges.every")
                    .doesNotContain("retry-every"));
  }

  @Test
  void noTimeAtAll_needsNoUnit() {
    application
        .withPropertyValues("runbook.approval.give-up-after=0")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @CsvSource({
    "${PROMETHEUS_URL}, (${PROMETHEUS_URL})",
    "http://${PROMETHEUS_HOST}:9090, (${PROMETHEUS_HOST})",
    "http://${PROMETHEUS_HOST:9090, (${)"
  })
  void placeholderThatNothingFills_isNamed(String value, String placeholder) {
    application
        .withPropertyValues("runbook.metrics.url=" + value)
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .containsOnlyOnce("  - ")
                    .contains("runbook.metrics.url", "nothing fills", placeholder)
                    .doesNotContain("9090"));
  }

  @Test
  void placeholderThatIsMeantAsItStands_isTaken() {
    application
        .withPropertyValues("runbook.metrics.password=a\\${b}c")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void placeholderThatSomethingElseCountsBefore_isNobodysBusiness() {
    withSource(new MapPropertySource("above", Map.of("runbook.metrics.url", "http://prometheus")))
        .withPropertyValues("runbook.metrics.url=${PROMETHEUS_URL}")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @CsvSource({
    "runbook.logs.dependency-errors, ''",
    "runbook.logs.dependency-errors, redis|",
    "runbook.logs.plain-errors, error|.*",
    "runbook.logs.noise[0], ' '",
    "runbook.logs.noise[0], a*",
    "runbook.health.figure-names[0], ' '"
  })
  void expressionThatIsFoundEverywhere_isNamed(String setting, String expression) {
    application
        .withPropertyValues(setting + "=" + expression)
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .contains(setting.replace("[0]", ""), "is found in every"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runbook.logs.plain-errors=", "runbook.logs.noise="})
  void noExpression_isNone(String property) {
    application.withPropertyValues(property).run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void allThatIsWrong_isSaidAtOnce_andNoSecretWithIt() {
    application
        .withPropertyValues(
            "runbook.metric.url=x",
            "runbook.recovery.hold-for=30",
            "runbook.recovery.measure-every=soon",
            "runbook.alertmanager.url=http://ann:secret@alertmanager",
            "runbook.alertmanager.token=sec\u0001ret",
            "runbook.oncall.tickets.url=ftp://ann:secret@tickets",
            "runbook.probes.port=secret",
            "runbook.logs.elasticsearch.api-key=sec\nret",
            "runbook.default-service=shop")
        .run(
            context ->
                assertThat(refusal(context.getStartupFailure()))
                    .contains(
                        "runbook.metric.url",
                        "runbook.recovery.hold-for",
                        "runbook.recovery.measure-every cannot be read as a Duration",
                        "runbook.alertmanager.url must not hold a user name",
                        "runbook.oncall.tickets.url",
                        "runbook.probes.port cannot be read as a Integer",
                        "runbook.logs.elasticsearch.api-key holds a line break",
                        "runbook.default-service is 'shop'",
                        "Correct each where it is written")
                    .doesNotContain("secret", "sec\nret"));
  }

  // ---- the words of these tests

  private static String refusal(Throwable failure) {
    FailureAnalysis analysis = new SettingsRefusedAnalyzer().analyze(failure);
    assertThat(analysis).as(() -> "of " + failure).isNotNull();
    return analysis.getDescription() + "\n" + analysis.getAction();
  }

  private ApplicationContextRunner with(Map<String, Object> variables) {
    return withSource(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
  }

  private ApplicationContextRunner withSource(PropertySource<?> source) {
    return application.withInitializer(
        context -> context.getEnvironment().getPropertySources().addFirst(source));
  }

  /** As {@code SpringApplication} starts, with its command line and its files. */
  private static Throwable started(PropertySource<?> environment, String... arguments) {
    SpringApplication application = new SpringApplication(AllSettings.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    StandardEnvironment given = new StandardEnvironment();
    given
        .getPropertySources()
        .replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment);
    application.setEnvironment(given);
    try (ConfigurableApplicationContext context = application.run(arguments)) {
      throw new AssertionError("It started, with " + List.of(arguments));
    } catch (RuntimeException e) {
      return e;
    }
  }

  @ConfigurationPropertiesScan(basePackageClasses = RunbookApplication.class)
  @Import(SettingsAsWritten.class)
  static class AllSettings {}
}
