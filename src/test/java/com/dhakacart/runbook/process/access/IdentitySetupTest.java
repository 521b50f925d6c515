package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

class IdentitySetupTest {

  private final ApplicationContextRunner engine =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  ValidationAutoConfiguration.class,
                  DataSourceAutoConfiguration.class,
                  DataSourceTransactionManagerAutoConfiguration.class,
                  JdbcTemplateAutoConfiguration.class,
                  CamundaBpmAutoConfiguration.class))
          .withUserConfiguration(OnlyIdentity.class)
          .withPropertyValues(
              "spring.datasource.generate-unique-name=true",
              "camunda.bpm.generate-unique-process-engine-name=true",
              "camunda.bpm.auto-deployment-enabled=false",
              "camunda.bpm.job-execution.enabled=false",
              "camunda.bpm.authorization.enabled=true",
              "camunda.bpm.admin-user.id=admin",
              "camunda.bpm.admin-user.password=first",
              "runbook.identity.users[0].id=first.engineer@dhakacart.com",
              "runbook.identity.users[0].name=First Engineer",
              "runbook.identity.users[0].password=first",
              "runbook.identity.users[0].groups=on-call,senior-engineers",
              "runbook.identity.users[1].id=admin",
              "runbook.identity.users[1].groups=on-call");

  @Test
  void firstStart_makesGroupsUsersAndListsKnown() {
    engine.run(
        context -> {
          IdentityService identities = context.getBean(IdentityService.class);

          assertThat(identities.createGroupQuery().groupType("WORKFLOW").list())
              .extracting(Group::getId, Group::getName)
              .containsExactlyInAnyOrder(
                  tuple("on-call", "On-call"),
                  tuple("senior-engineers", "Senior Engineer"),
                  tuple("database-team", "Database Team"),
                  tuple("infrastructure-team", "Infrastructure Team"));
          assertThat(groupsOf("first.engineer@dhakacart.com", identities))
              .containsExactlyInAnyOrder("on-call", "senior-engineers");
          assertThat(
                  identities
                      .createUserQuery()
                      .userId("first.engineer@dhakacart.com")
                      .singleResult())
              .extracting(User::getFirstName, User::getLastName)
              .containsExactly("First Engineer", "");
          assertThat(groupsOf("admin", identities)).contains("on-call", "camunda-admin");
          assertThat(context.getBean(FilterService.class).createTaskFilterQuery().list())
              .extracting(Filter::getName)
              .containsExactlyInAnyOrder(
                  "My group's open decisions", "My decisions", "All open decisions");
        });
  }

  @Test
  void laterStart_changesNothing() {
    engine.run(
        context -> {
          List<Long> before = counts(context);

          context.getBean(IdentitySetup.class).afterSingletonsInstantiated();

          assertThat(counts(context)).isEqualTo(before);
        });
  }

  @Test
  void personChangedTheirPassword_laterStartKeepsIt() {
    engine.run(
        context -> {
          IdentityService identities = context.getBean(IdentityService.class);
          var user =
              identities.createUserQuery().userId("first.engineer@dhakacart.com").singleResult();
          user.setPassword("second");
          identities.saveUser(user);

          context.getBean(IdentitySetup.class).afterSingletonsInstantiated();

          assertThat(identities.checkPassword("first.engineer@dhakacart.com", "second")).isTrue();
        });
  }

  @Test
  void noAdministrator_stopsTheStart() {
    // "false" is as good as no such property
    startFails("ADMIN_USER and ADMIN_PASSWORD", "camunda.bpm.admin-user.id=false");
  }

  @Test
  void noAuthorizations_stopTheStart() {
    startFails(
        "set camunda.bpm.authorization.enabled to true", "camunda.bpm.authorization.enabled=false");
  }

  @Test
  void newUserWithoutPassword_stopsTheStart() {
    startFails("has no password; set it", "runbook.identity.users[0].password=");
  }

  @Test
  void unknownGroup_stopsTheStart() {
    startFails("must be on-call, senior-engineers", "runbook.identity.users[0].groups=oncall");
  }

  @Test
  void userNameTheEngineDoesNotTake_stopsTheStart() {
    startFails("may have letters, digits and", "runbook.identity.users[0].id=a/../b");
  }

  @Test
  void settingsPrinted_keepPasswordsToThemselves() {
    var user = new IdentitySettings.User("oncall", "On call", "secret", List.of("on-call"));

    assertThat(new IdentitySettings(List.of(user))).asString().doesNotContain("secret");
  }

  private void startFails(String because, String property) {
    engine
        .withPropertyValues(property)
        .run(
            context ->
                assertThat(context).hasFailed().getFailure().hasStackTraceContaining(because));
  }

  private static List<String> groupsOf(String user, IdentityService identities) {
    return identities.createGroupQuery().groupMember(user).list().stream()
        .map(Group::getId)
        .toList();
  }

  private static List<Long> counts(ApplicationContext context) {
    IdentityService identities = context.getBean(IdentityService.class);
    return List.of(
        identities.createGroupQuery().count(),
        identities.createUserQuery().count(),
        context.getBean(AuthorizationService.class).createAuthorizationQuery().count(),
        context.getBean(FilterService.class).createTaskFilterQuery().count());
  }

  @EnableConfigurationProperties(IdentitySettings.class)
  @Import({EngineNames.class, GroupRights.class, IdentitySetup.class, TaskFilters.class})
  static class OnlyIdentity {}
}
