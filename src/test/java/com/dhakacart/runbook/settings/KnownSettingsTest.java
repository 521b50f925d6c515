package com.dhakacart.runbook.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.dhakacart.runbook.RunbookApplication;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.settings.KnownSettings.Setting;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.util.ClassUtils;

/** What all settings have in common, and all that is told of them elsewhere. */
class KnownSettingsTest {

  static final List<Class<?>> RECORDS = records();
  private static final KnownSettings KNOWN = new KnownSettings(RECORDS);

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]+):([^}]+)}");
  private static final Pattern VARIABLE = Pattern.compile("\\bRUNBOOK_[A-Z0-9_]+");
  private static final Pattern NAME = Pattern.compile("(?<![\\w./-])runbook(\\.[a-z0-9-]+)+");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** Files and hosts that are called like us, and the README's examples of what is none of ours. */
  private static final Pattern NO_SETTING =
      Pattern.compile(
          "runbook\\.(yml|yaml|dump|dhakacart\\.com|jar|jsa)"
              + "|RUNBOOK_(HOME|METRICS_|DATABASE_SERVICE_HOST)");

  // ---- who tells of them

  @Test
  void everyTimeOfASchedule_isASetting_withTheSameDefault() {
    List<JavaMethod> scheduled =
        new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackagesOf(RunbookApplication.class)
                .stream()
                .flatMap(it -> it.getMethods().stream())
                .filter(it -> it.isAnnotatedWith(Scheduled.class))
                .toList();
    List<String> times =
        scheduled.stream()
            .map(it -> it.getAnnotationOfType(Scheduled.class).fixedDelayString())
            .filter(it -> it.contains("$"))
            .toList();

    assertThat(times).hasSizeGreaterThanOrEqualTo(7);
    assertThat(times)
        .allSatisfy(
            it -> {
              Matcher placeholder = PLACEHOLDER.matcher(it);
              assertThat(placeholder.matches()).as(it).isTrue();
              Setting setting = known(placeholder.group(1), false);
              assertThat(setting.type()).isEqualTo(Duration.class);
              assertThat(valuesOf(setting, Map.of()))
                  .as("%s: what the schedule does where nobody sets it", it)
                  .contains(DurationStyle.detectAndParse(placeholder.group(2)));
            });
    assertThat(scheduled)
        .extracting(it -> it.getAnnotationOfType(Scheduled.class).initialDelayString())
        .filteredOn(it -> it.contains("$"))
        .allSatisfy(it -> known(it.replaceAll("^\\$\\{|:.*$", ""), false));
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docker = Files.walk(Path.of("docker"))) {
      return Stream.concat(
          Stream.of(Path.of("README.md"), Path.of("src/test/cluster/README.md")),
          docker.filter(Files::isRegularFile).toList().stream())
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySettingThatAPageNames_isThere(Path page) throws IOException {
    String text = Files.readString(page);

    assertThat(VARIABLE.matcher(text).results().map(it -> it.group()))
        .filteredOn(it -> !NO_SETTING.matcher(it).matches())
        .allSatisfy(it -> known(it.toLowerCase(Locale.ROOT).replace('_', '.'), true));
    assertThat(NAME.matcher(text).results().map(it -> it.group()))
        .filteredOn(it -> !NO_SETTING.matcher(it).matches())
        .allSatisfy(KnownSettingsTest::isKnownOrAbove);
  }

  @Test
  void everySettingOfTheReadmesTable_isThere_alsoWhereItIsCutShort() throws IOException {
    List<String> names = new ArrayList<>();
    for (String row : Files.readAllLines(Path.of("README.md"))) {
      if (row.startsWith("| `runbook.")) {
        String place = "";
        for (String code : codes(row.split(" \\| ")[0])) {
          String name = code.startsWith(".") ? place + code : code;
          names.add(name.replaceAll("<[^>]+>", "x").replaceAll("\\.\\*", ""));
          place = name.substring(0, name.lastIndexOf('.'));
        }
      }
    }

    assertThat(names).hasSizeGreaterThan(80);
    assertThat(names).allSatisfy(KnownSettingsTest::isKnownOrAbove);
  }

  // ---- addresses

  static Stream<Setting> addresses() {
    return KNOWN.all().stream().filter(it -> it.type() == URI.class);
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void everyAddress_isOfHttp_namesAHost_andHoldsNoPassword(Setting address) {
    for (String wrong : List.of("ftp://host/hidden", "host:9090", "//host", "http:///hidden")) {
      assertThat(refusal(address, wrong))
          .as(wrong)
          .contains("must begin with http:// or https://, then the host")
          .doesNotContain("hidden");
    }
    assertThat(refusal(address, "https://ann:hidden@host"))
        .contains("must not hold a user name or a password")
        .doesNotContain("hidden");
    assertThat(valuesOf(address, Map.of(name(address), "HTTPS://host:1/a?b=c")))
        .contains(URI.create("HTTPS://host:1/a?b=c"));
  }

  @Test
  void thereAreAddresses() {
    assertThat(addresses()).hasSizeGreaterThanOrEqualTo(9);
  }

  // ---- what is sent in headers

  static Stream<Setting> secrets() {
    Pattern secret = Pattern.compile("(.*-)?(token|password|username|(api|access|secret)-key)");
    List<String> inNoHeader = List.of("database", "identity");
    return KNOWN.all().stream()
        .filter(it -> it.type() == String.class)
        .filter(
            it ->
                it.elements().contains("headers")
                    || secret.matcher(it.elements().get(it.elements().size() - 1)).matches())
        .filter(it -> !inNoHeader.contains(it.elements().get(1)));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void everythingThatIsSentInAHeader_isOneLine_andIsNotSaidWhereItIsNone(Setting secret) {
    for (String wrong : List.of("se\ncret", "se\u0001cret", "se\u007fcret")) {
      assertThat(refusal(secret, wrong))
          .contains("holds a line break or another control character")
          .doesNotContain(wrong);
    }
    assertThat(valuesOf(secret, Map.of(name(secret), "secret\r\n"))).contains("secret");
  }

  @Test
  void thereAreSecrets() {
    assertThat(secrets()).hasSizeGreaterThanOrEqualTo(15);
  }

  // ---- names

  /** A setting that we know by a variable and Spring does not would be passed over in silence. */
  @Test
  void variables_areThoseThatSpringReads() {
    for (Setting setting : KNOWN.all()) {
      if (setting.elements().stream().noneMatch(it -> it.matches("\\W.*"))) {
        String name = name(setting);
        for (String variable : List.of(name.replace("-", ""), name.replace('-', '_'))) {
          assertThat(read(name, variable)).as(variable).isTrue();
          assertThat(
                  KNOWN.find(
                      ConfigurationPropertyName.adapt(variable.replace('.', '_'), '_'), true))
              .as(variable)
              .isPresent();
        }
      }
    }
    String mixed = "runbook.oncall.teams.on_call.webhookurl";
    assertThat(read("runbook.oncall.teams.on-call.webhook-url", mixed)).isFalse();
    assertThat(KNOWN.find(ConfigurationPropertyName.adapt(mixed.replace('.', '_'), '_'), true))
        .isEmpty();
  }

  /** Whether Spring reads the setting by this variable. */
  private static boolean read(String setting, String variable) {
    return ConfigurationPropertySource.from(
                new SystemEnvironmentPropertySource(
                    "test-systemEnvironment",
                    Map.of(variable.replace('.', '_').toUpperCase(Locale.ROOT), "x")))
            .getConfigurationProperty(ConfigurationPropertyName.of(setting))
        != null;
  }

  @ParameterizedTest
  @CsvSource({
    "runbook.web.ur, runbook.web.url",
    "runbook.wep.url, runbook.web.url",
    "runbook.approval.foureyes.x, runbook.approval.four-eyes"
  })
  void nearest_isTheOneWithFewestLettersToChange(String written, String nearest) {
    assertThat(KNOWN.nearest(ConfigurationPropertyName.of(written))).contains(nearest);
  }

  // ---- the words of these tests

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(it -> it.group(1)).toList();
  }

  private static Setting known(String name, boolean isVariable) {
    return KNOWN
        .find(ConfigurationPropertyName.adapt(name, '.'), isVariable)
        .orElseThrow(() -> new AssertionError(name + " is no setting"));
  }

  private static void isKnownOrAbove(String name) {
    if (!KNOWN.isAbove(ConfigurationPropertyName.adapt(name, '.'))) {
      known(name, false);
    }
  }

  private static String name(Setting setting) {
    return setting.nameLike(ConfigurationPropertyName.of("runbook")).replaceAll("<keys?>", "x");
  }

  private static String refusal(Setting setting, String value) {
    Throwable failure = catchThrowable(() -> valuesOf(setting, Map.of(name(setting), value)));
    assertThat(failure).as("%s=%s", name(setting), value).isNotNull();
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  /** All that the records hold that have this prefix. */
  private static List<Object> valuesOf(Setting setting, Map<String, Object> properties) {
    return RECORDS.stream()
        .filter(it -> name(setting).startsWith(prefix(it) + "."))
        .map(it -> SettingsOf.type(it, properties))
        .flatMap(KnownSettingsTest::values)
        .toList();
  }

  private static Stream<Object> values(Object record) {
    return Stream.of(record.getClass().getRecordComponents())
        .map(it -> value(it, record))
        .filter(Objects::nonNull)
        .flatMap(
            it ->
                it instanceof Record inner
                    ? values(inner)
                    : it instanceof Map<?, ?> map ? map.values().stream() : Stream.of(it));
  }

  private static Object value(RecordComponent component, Object record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String prefix(Class<?> type) {
    return type.getAnnotation(ConfigurationProperties.class).value();
  }

  private static List<Class<?>> records() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return scanner.findCandidateComponents("com.dhakacart.runbook").stream()
        .<Class<?>>map(it -> ClassUtils.resolveClassName(it.getBeanClassName(), null))
        .toList();
  }
}
