package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The settings that the outer contract names, as the application binds them. */
class SettingsTest {

  static Stream<Arguments> contract() {
    return Stream.of(
        Arguments.of("runbook.phases.immediate-actions", "5m"),
        Arguments.of("runbook.phases.investigation", "15m"),
        Arguments.of("runbook.phases.recovery", "10m"),
        Arguments.of("runbook.recovery.hold-for", "2m"),
        Arguments.of("runbook.recovery.measure-every", "30s"),
        Arguments.of("runbook.approval.remind-after", "5m"),
        Arguments.of("runbook.approval.give-up-after", "30m"),
        Arguments.of("runbook.approval.valid-for", "30m"),
        Arguments.of("runbook.remediation.cooldown", "30m"),
        Arguments.of("runbook.metrics.window", "1m"));
  }

  @ParameterizedTest
  @MethodSource("contract")
  void setting_isTheRunbooksNumber_whereNobodySetsIt(String name, String value) {
    assertThat(duration(name, Map.of())).isEqualTo(time(value));
  }

  @ParameterizedTest
  @MethodSource("contract")
  void setting_isWhatTheEnvironmentSays(String name) {
    String variable = name.replace("-", "").replace('.', '_').toUpperCase();
    assertThat(duration(name, Map.of(variable, "77s"))).isEqualTo(Duration.ofSeconds(77));
  }

  @ParameterizedTest
  @CsvSource({
    "RUNBOOK_METRICS_URL, http://prometheus:9090, runbook.metrics.url",
    "RUNBOOK_CLUSTER_NAMESPACES, shop, runbook.cluster.namespaces"
  })
  void placesAreTaken_fromTheEnvironment(String variable, String value, String name) {
    Object bound = value(name, Map.of(variable, value));
    assertThat(String.valueOf(bound)).contains(value);
  }

  @Test
  void everySettingsRecord_isBoundFromWhatIsDelivered() {
    assertThat(settings())
        .hasSizeGreaterThan(10)
        .allSatisfy(type -> assertThat(bind(type, Map.of())).isNotNull());
  }

  @ParameterizedTest
  @CsvSource({
    "RUNBOOK_APPROVAL_FOUREYES, UNDO, runbook.approval.remind-after, approved by one person",
    "RUNBOOK_APPROVAL_FOUREYES, REBOOT, runbook.approval.remind-after, runbook.approval.four-eyes",
    "RUNBOOK_APPROVAL_REMINDAFTER, 0s, runbook.approval.remind-after, longer than nothing",
    "RUNBOOK_PHASES_ROLLOUTATTEMPTS, 0, runbook.phases.recovery, rollout-attempts must be 1 or more"
  })
  void valueThatMakesNoSense_stopsTheStart(
      String variable, String value, String name, String sentence) {
    assertThat(catchThrowable(() -> duration(name, Map.of(variable, value))))
        .hasStackTraceContaining(sentence);
  }

  @Test
  void wrongValue_stopsTheStart() {
    assertThat(
            catchThrowable(
                () ->
                    duration(
                        "runbook.recovery.hold-for", Map.of("RUNBOOK_RECOVERY_HOLDFOR", "two"))))
        .hasMessageContaining("runbook.recovery.hold-for");
  }

  @ParameterizedTest
  @CsvSource({
    "runbook.recovery.measure-every=0s, measureEvery",
    "runbook.phases.recovery=-1m, recovery",
    "runbook.phases.rollout=0s, rollout",
    "runbook.remediation.degradation.resource=configmaps, degradation.patch"
  })
  void valueThatNoIncidentCouldUse_stopsTheStartAndIsNamed(String property, String named) {
    new ApplicationContextRunner()
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withUserConfiguration(AllSettings.class)
        .withPropertyValues(property)
        .run(
            context ->
                assertThat(context)
                    .hasFailed()
                    .getFailure()
                    .hasStackTraceContaining("'" + named + "'"));
  }

  @ConfigurationPropertiesScan(basePackageClasses = RunbookApplication.class)
  static class AllSettings {}

  private static Duration duration(String name, Map<String, Object> environment) {
    return (Duration) value(name, environment);
  }

  /** What the settings record that owns the property has for it. */
  private static Object value(String name, Map<String, Object> environment) {
    int dot = name.lastIndexOf('.');
    String component = camelCase(name.substring(dot + 1));
    Class<?> type =
        settings().stream()
            .filter(it -> prefix(it).equals(name.substring(0, dot)))
            .filter(
                it ->
                    Stream.of(it.getRecordComponents())
                        .anyMatch(its -> its.getName().equals(component)))
            .findFirst()
            .orElseThrow();
    try {
      var accessor = type.getDeclaredMethod(component);
      accessor.setAccessible(true);
      return accessor.invoke(bind(type, environment));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T bind(Class<T> type, Map<String, Object> environment) {
    StandardEnvironment delivered = new StandardEnvironment();
    delivered
        .getPropertySources()
        .forEach(it -> delivered.getPropertySources().remove(it.getName()));
    delivered
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new HashMap<>(environment)));
    try {
      new YamlPropertySourceLoader()
          .load("application", new ClassPathResource("application.yaml"))
          .forEach(delivered.getPropertySources()::addLast);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Binder.get(delivered).bindOrCreate(prefix(type), Bindable.of(type));
  }

  private static List<? extends Class<?>> settings() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return scanner.findCandidateComponents("com.dhakacart.runbook").stream()
        .map(it -> ClassUtils.resolveClassName(it.getBeanClassName(), null))
        .toList();
  }

  private static String prefix(Class<?> type) {
    return type.getAnnotation(ConfigurationProperties.class).value();
  }

  private static Duration time(String value) {
    return DurationStyle.detectAndParse(value);
  }

  private static String camelCase(String name) {
    StringBuilder text = new StringBuilder();
    for (String part : name.split("-")) {
      text.append(
          text.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return text.toString();
  }
}
