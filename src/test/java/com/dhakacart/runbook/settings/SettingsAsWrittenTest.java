package com.dhakacart.runbook.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.RunbookApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/** What the start says of settings, wherever they are written. */
@ExtendWith(OutputCaptureExtension.class)
class SettingsAsWrittenTest {

  @TempDir private Path folder;

  // ---- names

  @Test
  void misspeltKey_isNamed_whereverItIsWritten(CapturedOutput output) throws IOException {
    Path file =
        Files.writeString(folder.resolve("more.yaml"), "runbook:\n  oncall:\n    form: a@b.c\n");
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Files.writeString(tree.resolve("runbook.alerting.tokn"), "secret");

    String said =
        saidOfTheWholeStart(
            Map.of("RUNBOOK_ONCALL_TEAMS_ONCALL_EMAIL", "oncall@dhakacart.com"),
            "--runbook.report.foldr=x",
            "--spring.config.import=file:" + file + ",configtree:" + tree + "/",
            "--spring.application.json={\"runbook\":{\"web\":{\"uri\":\"http://a\"}}}");

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
            "the nearest is runbook.web.url",
            "Correct each where it is written")
        .doesNotContain("secret");
    assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("secret");
  }

  @Test
  void whatIsDelivered_starts() {
    assertThat(said()).isEmpty();
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
    assertThat(said(properties(key, "x")))
        .contains(key, "is no setting; the nearest is " + nearest);
  }

  @Test
  void keyThatIsLikeNone_isNamedAlone() {
    assertThat(said(properties("runbook.whatever-this-may-be.is", "x")))
        .contains("runbook.whatever-this-may-be.is", "is no setting")
        .doesNotContain("nearest");
  }

  @Test
  void keyThatIsMisspeltTwice_isNamedTwice() {
    assertThat(
            said(
                new MapPropertySource("one file", Map.of("runbook.metrics.ulr", "x")),
                new MapPropertySource("another", Map.of("runbook.metrics.ulr", "x"))))
        .contains("one file", "another");
  }

  @Test
  void misspeltSystemProperty_isNamed_thoseOfTestsAndBuildsAreLeftAlone() {
    assertThat(
            said(
                new MapPropertySource(
                    StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
                    Map.of(
                        "runbook.metrics.ulr", "x",
                        "runbook.test.groups", "x",
                        "runbook.seed", "1",
                        "runbook.report", "x"))))
        .contains("runbook.metrics.ulr")
        .doesNotContain("runbook.test", "runbook.seed", "runbook.report");
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

    assertThat(said(variables(others))).isEmpty();

    assertThat(output).containsOnlyOnce("left alone").contains("RUNBOOK_HOME", "RUNBOOK_URL");
    assertThat(output).doesNotContain("RUNBOOK_SERVICE", "RUNBOOK_DATABASE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RUNBOOK_DATABASE_PORT", "RUNBOOK_METRICS_URLS", "RUNBOOK_ONCALL_FORM"})
  void variableOfAGroupOfOurs_isNamed(String name) {
    assertThat(said(variables(Map.of(name, "5432")))).contains(name, "is no setting");
  }

  @Test
  void variableInAFileOfItsOwn_isNamed_withTheNameOfTheSetting() throws IOException {
    Files.writeString(folder.resolve("RUNBOOK_ALERTING_TOKEN"), "secret");

    assertThat(said(new ConfigTreePropertySource("tree", folder)))
        .contains("RUNBOOK_ALERTING_TOKEN", "call it runbook.alerting.token here")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "runbook.metrics.scrape-interval, 15s",
    "runbook.metrics.scrapeInterval, 15s",
    "runbook.metrics.scrape_interval, 15s",
    "runbook.metrics.headers[X-Scope-OrgID], shop",
    "runbook.metrics.headers.X-Scope-OrgID, shop",
    "runbook.metrics.routes[/a/b.c], x",
    "runbook.links.dashboards.a.b, http://a",
    "runbook.logs.noise, 'a,b'",
    "runbook.logs.noise[0], a",
    "runbook.oncall.teams.onCall.mail, a@b.c",
    "runbook.metrics, ''"
  })
  void nameThatSpringTakes_isTaken(String name, String value) {
    assertThat(said(properties(name, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RUNBOOK_METRICS_SCRAPEINTERVAL, 15s",
    "RUNBOOK_METRICS_HEADERS_TENANT, shop",
    "RUNBOOK_LOGS_NOISE, a",
    "RUNBOOK_LOGS_NOISE_0, a",
    "RUNBOOK_IDENTITY_USERS_0_ID, ann",
    "RUNBOOK_ONCALL_TEAMS_ON_CALL_WEBHOOK_URL, http://paging",
    "RUNBOOK_REMEDIATION_LIMITS_MEMORY, 1Gi",
    "RUNBOOK_DEFAULT_SERVICE, dhakacart-backend"
  })
  void variableThatSpringTakes_isTaken(String name, String value) {
    assertThat(said(variables(Map.of(name, value)))).isEmpty();
  }

  @Test
  void groupWithAValue_isNamed() {
    assertThat(said(properties("runbook.oncall.teams", "oncall@dhakacart.com")))
        .contains("runbook.oncall.teams", "takes no value");
  }

  // ---- values

  @ParameterizedTest
  @ValueSource(strings = {"30", " 30 ", "+30", "${runbook.test.time:30}"})
  void timeWithoutAUnit_isNamed(String value) {
    assertThat(said(properties("runbook.recovery.hold-for", value)))
        .contains("runbook.recovery.hold-for", "has no unit", "say 30s");
  }

  @Test
  void timeWithoutAUnit_ofWhatIsDoneNowAndThen_isNamed() {
    assertThat(said(properties("runbook.gauges.every", 15)))
        .contains("runbook.gauges.every", "has no unit");
  }

  @Test
  void noTimeAtAll_needsNoUnit() {
    assertThat(said(properties("runbook.approval.give-up-after", 0))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "${PROMETHEUS_URL}, (${PROMETHEUS_URL})",
    "http://${PROMETHEUS_HOST}:9090, (${PROMETHEUS_HOST})",
    "http://${PROMETHEUS_HOST:9090, (${)"
  })
  void placeholderThatNothingFills_isNamed(String value, String placeholder) {
    assertThat(said(properties("runbook.metrics.url", value)))
        .containsOnlyOnce("  - ")
        .contains("runbook.metrics.url", "nothing fills", placeholder)
        .doesNotContain("9090");
  }

  @Test
  void placeholdersThatLeadBack_areNamed() {
    assertThat(said(properties("runbook.node.id", "${runbook.node.id}")))
        .contains("runbook.node.id", "leads back to itself");
  }

  @Test
  void placeholderThatIsMeantAsItStands_isTaken() {
    assertThat(said(properties("runbook.metrics.password", "a\\${b}c"))).isEmpty();
  }

  @Test
  void placeholderThatSomethingElseCountsBefore_isNobodysBusiness() {
    assertThat(
            said(
                variables(Map.of("RUNBOOK_METRICS_URL", "http://prometheus")),
                properties("runbook.metrics.url", "${PROMETHEUS_URL}")))
        .isEmpty();
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
    assertThat(said(properties(setting, expression)))
        .contains(setting.replace("[0]", ""), "is found in every");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runbook.logs.plain-errors", "runbook.logs.noise"})
  void noExpression_isNone(String setting) {
    assertThat(said(properties(setting, ""))).isEmpty();
  }

  @Test
  void allThatIsWrong_isSaidAtOnce_andNoSecretWithIt() {
    Map<String, Object> wrong = new HashMap<>();
    wrong.put("runbook.metric.url", "x");
    wrong.put("runbook.recovery.hold-for", "30");
    wrong.put("runbook.phases.recovery", "secret");
    wrong.put("runbook.alertmanager.url", "http://ann:secret@alertmanager");
    wrong.put("runbook.oncall.tickets.url", "ftp://ann:secret@tickets");
    wrong.put("runbook.oncall.teams.on-call.webhook-url", "http://secret@paging");
    wrong.put("runbook.logs.elasticsearch.api-key", "sec\nret");
    wrong.put("runbook.default-service", "shop");

    assertThat(said(new MapPropertySource("a file", wrong)))
        .contains(
            "runbook.metric.url (\"runbook.metric.url\" from property source \"a file\") is no",
            "runbook.recovery.hold-for",
            "runbook.phases.recovery cannot be read as a Duration",
            "runbook.alertmanager.url must not hold a user name or a password",
            "runbook.oncall.teams.on-call: ",
            "webhook-url must not hold a user name or a password",
            "runbook.logs.elasticsearch.api-key holds a line break",
            "runbook.default-service is 'shop'")
        .doesNotContain("secret", "sec\nret");
  }

  // ---- the words of these tests

  private static PropertySource<?> properties(String name, Object value) {
    return new MapPropertySource("test", Map.of(name, value));
  }

  private static PropertySource<?> variables(Map<String, Object> variables) {
    return new SystemEnvironmentPropertySource("test-systemEnvironment", variables);
  }

  /** What it says of the product's settings with these before them; nothing where it starts. */
  private static String said(PropertySource<?>... before) {
    StandardEnvironment environment = new StandardEnvironment();
    List.copyOf(environment.getPropertySources().stream().toList())
        .forEach(it -> environment.getPropertySources().remove(it.getName()));
    Stream.concat(Stream.of(before), delivered())
        .forEach(environment.getPropertySources()::addLast);
    DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
    beans.registerSingleton(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, environment);
    for (Class<?> record : KnownSettingsTest.RECORDS) {
      String prefix = record.getAnnotation(ConfigurationProperties.class).value();
      beans.registerBeanDefinition(prefix + "-" + record.getName(), new RootBeanDefinition(record));
    }
    try {
      new SettingsAsWritten().postProcessBeanFactory(beans);
      return "";
    } catch (SettingsRefused e) {
      return text(e);
    }
  }

  private static Stream<PropertySource<?>> delivered() {
    try {
      return new YamlPropertySourceLoader()
          .load("application.yaml", new ClassPathResource("application.yaml")).stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@code SpringApplication} starts, with its command line and its files. */
  private static String saidOfTheWholeStart(Map<String, Object> variables, String... arguments) {
    SpringApplication application = new SpringApplication(AllSettings.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    StandardEnvironment environment = new StandardEnvironment();
    String place = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    environment
        .getPropertySources()
        .replace(place, new SystemEnvironmentPropertySource(place, variables));
    application.setEnvironment(environment);
    try (ConfigurableApplicationContext context = application.run(arguments)) {
      throw new AssertionError("It started, with " + List.of(arguments));
    } catch (SettingsRefused e) {
      return text(e);
    }
  }

  private static String text(SettingsRefused refusal) {
    FailureAnalysis analysis = new SettingsRefusedAnalyzer().analyze(refusal);
    return analysis.getDescription() + "\n" + analysis.getAction();
  }

  @ConfigurationPropertiesScan(basePackageClasses = RunbookApplication.class)
  @ComponentScan(basePackageClasses = SettingsAsWritten.class)
  static class AllSettings {}
}
