package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.RunbookApplication;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class LockTimeTest {

  private static final String LOCK = "camunda.bpm.job-execution.lock-time-in-millis";

  private final ApplicationContextRunner delivered =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withUserConfiguration(AllSettings.class)
          .withBean(LockTime.class);

  @Test
  void asDelivered_eachStepEndsBeforeItsLockDoes() {
    delivered.run(context -> assertThat(outlived(context)).isEmpty());
  }

  @Test
  void stepsMayWaitForLongerThanTheirLock_eachSettingIsNamed_andWhichLockWouldDo() {
    List<String> settings =
        List.of(
            "runbook.cluster.exec-timeout",
            "runbook.cluster.request-timeout",
            "runbook.database.connect-timeout",
            "runbook.database.query-timeout",
            "runbook.health.key-endpoint-timeout",
            "runbook.health.metrics-timeout",
            "runbook.health.timeout",
            "runbook.logs.elasticsearch.timeout",
            "runbook.metrics.timeout",
            "runbook.oncall.mail-timeout",
            "runbook.oncall.timeout");
    delivered
        .withPropertyValues(settings.stream().map(it -> it + "=60s").toArray(String[]::new))
        .run(
            context ->
                assertThat(outlived(context))
                    .extracting(it -> it.substring(0, it.indexOf(' ')))
                    .containsExactlyElementsOf(settings));
    delivered
        .withPropertyValues("runbook.health.timeout=60s")
        .run(
            context ->
                assertThat(outlived(context))
                    .singleElement()
                    .asString()
                    .contains("is 60 s", "ends after 90 s", LOCK + " to 150000 or more"));
  }

  @Test
  void requestThatIsRepeatedOften_countsWithItsRepetitions() {
    delivered
        .withPropertyValues("runbook.cluster.retries=10")
        .run(
            context ->
                assertThat(outlived(context))
                    .singleElement()
                    .asString()
                    .contains("runbook.cluster.retries", "is 304 s"));
  }

  @Test
  void engineStartsWithATooShortLock_theLogSaysSo(CapturedOutput output) {
    EngineInMemory.start(
            new LockTime(List.of(() -> Map.of("runbook.health.timeout", Duration.ofMinutes(3)))))
        .close();
    assertThat(output).contains("runbook.health.timeout is 180 s", "lock ends after 300 s");
  }

  /** With the lock that is delivered. */
  private static List<String> outlived(ApplicationContext context) {
    long millis = context.getEnvironment().getRequiredProperty(LOCK, Long.class);
    return context.getBean(LockTime.class).outlivedBy(Duration.ofMillis(millis));
  }

  @ConfigurationPropertiesScan(basePackageClasses = RunbookApplication.class)
  static class AllSettings {}
}
