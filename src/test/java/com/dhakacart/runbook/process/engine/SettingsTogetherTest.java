package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.RunbookApplication;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SettingsTogetherTest {

  private final ApplicationContextRunner delivered =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withUserConfiguration(AllSettings.class)
          .withBean(SettingsTogether.class);

  @Test
  void asDelivered_theyGoTogether() {
    delivered.run(
        context -> assertThat(context.getBean(SettingsTogether.class).contradictions()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "runbook.recovery.hold-for=10m, runbook.phases.recovery",
    "runbook.recovery.measure-every=5m, runbook.recovery.measure-every",
    "runbook.phases.recovery=2m, runbook.phases.recovery",
    "runbook.approval.remind-after=30m, runbook.approval.give-up-after",
    "runbook.approval.valid-for=3m, runbook.phases.probe",
    "runbook.looks.at-once=12, camunda.bpm.job-execution.core-pool-size",
    "camunda.bpm.job-execution.core-pool-size=3, runbook.looks.at-once"
  })
  void settingThatDefeatsAnother_isNamedWithIt(String setting, String named) {
    delivered
        .withPropertyValues(setting)
        .run(
            context ->
                assertThat(context.getBean(SettingsTogether.class).contradictions())
                    .singleElement()
                    .asString()
                    .contains(setting.substring(0, setting.indexOf('=')), named));
  }

  @Test
  void nobodyGivesUp_whoIsRemindedLateIsNoContradiction() {
    delivered
        .withPropertyValues("runbook.approval.give-up-after=0s", "runbook.approval.remind-after=1h")
        .run(
            context ->
                assertThat(context.getBean(SettingsTogether.class).contradictions()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, true",
    "http://[::1]:8080, true",
    "https://runbook.example, false"
  })
  void linksThatLeadToThisMachine_areNamedOnADatabaseOfProduction(String address, boolean named) {
    delivered
        .withPropertyValues(
            "spring.datasource.url=jdbc:postgresql://postgres:5432/runbook",
            "runbook.web.url=" + address)
        .run(
            context ->
                assertThat(context.getBean(SettingsTogether.class).contradictions())
                    .filteredOn(it -> it.contains("runbook.web.url is " + address))
                    .hasSize(named ? 1 : 0));
  }

  @ConfigurationPropertiesScan(basePackageClasses = RunbookApplication.class)
  @EnableConfigurationProperties({CamundaBpmProperties.class, DataSourceProperties.class})
  static class AllSettings {}
}
