package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

@ExtendWith(OutputCaptureExtension.class)
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
              "camunda.bpm.admin-user.password=first-password",
              "runbook.identity.users[0].id=first.engineer@dhakacart.com",
              "runbook.identity.users[0].name=First Engineer",
              "runbook.identity.users[0].password=first-password",
              "runbook.identity.users[0].groups=on-call,senior-engineers",
              "runbook.identity.users[1].id=admin",
              "runbook.identity.users[1].groups=on-call");

  /** A start changes no password, and whoever changed the setting may think that it did. */
  @Test
  void administratorHasAnotherPasswordThanTheSetting_theLogSaysSo(CapturedOutput output) {
    String same = "spring.datasource.url=jdbc:h2:mem:rotated;DB_CLOSE_DELAY=-1";
    ApplicationContextRunner node =
        engine.withPropertyValues("spring.datasource.generate-unique-name=false", same);

    node.run(context -> assertThat(output).doesNotContain("another one than ADMIN_PASSWORD"));
    node.withPropertyValues("camunda.bpm.admin-user.password=rotated-password")
        .run(
            context ->
                assertThat(output)
                    .contains("The password of admin is another one than ADMIN_PASSWORD"));
  }

  /** Its users may be misspelt, or are still to be made. */
  @Test
  void groupThatDecides_isEmpty_theLogSaysSo(CapturedOutput output) {
    engine.run(
        context -> assertThat(output).as("both have somebody").doesNotContain("Nobody is in"));
    engine
        .withPropertyValues("runbook.identity.users[0].groups=on-call")
        .run(
            context ->
                assertThat(output)
                    .contains("Nobody is in the group senior-engineers")
                    .doesNotContain("Nobody is in the group on-call"));
  }

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
  void listOfAnOlderVersion_showsTheCauseByItsNewName_andIsLeftAloneOtherwise() {
    engine.run(
        context -> {
          FilterService filters = context.getBean(FilterService.class);
          Filter old = filters.createTaskFilterQuery().filterName("My decisions").singleResult();
          filters.saveFilter(
              old.setProperties(
                  Map.of(
                      "priority",
                      7,
                      "variables",
                      List.of(Map.of("name", "rankedCause", "label", "What it was")))));
          Filter own =
              filters.createTaskFilterQuery().filterName("All open decisions").singleResult();
          filters.saveFilter(own.setProperties(Map.of("priority", 3)));

          context.getBean(IdentitySetup.class).afterSingletonsInstantiated();

          assertThat(filters.getFilter(old.getId()).getProperties())
              .containsEntry("priority", 7)
              .extractingByKey("variables", as(LIST))
              .containsExactly(
                  Map.of("name", "rankedCause", "label", "What it was"),
                  Map.of("name", "causeBefore", "label", "Cause"));
          assertThat(filters.getFilter(own.getId()).getProperties())
              .isEqualTo(Map.of("priority", 3));
        });
  }

  @Test
  void personChangedTheirPassword_laterStartKeepsIt() {
    engine.run(
        context -> {
          IdentityService identities = context.getBean(IdentityService.class);
          var user =
              identities.createUserQuery().userId("first.engineer@dhakacart.com").singleResult();
          user.setPassword("second-password");
          identities.saveUser(user);

          context.getBean(IdentitySetup.class).afterSingletonsInstantiated();

          assertThat(identities.checkPassword("first.engineer@dhakacart.com", "second-password"))
              .isTrue();
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
  void newUserWithAShortPassword_stopsTheStart() {
    startFails(
        "first.engineer@dhakacart.com in runbook.identity.users has 11 characters; give one of at least 12",
        "runbook.identity.users[0].password=elevencharx");
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty; give admin one of at least 12 characters",
    "elevencharx, has 11 characters; give admin one of at least 12 characters"
  })
  void administratorWithoutAPasswordLongEnough_stopsTheStart(String password, String because) {
    startFails(because, "camunda.bpm.admin-user.password=" + password);
  }

  @Test
  void administratorWithoutAName_stopsTheStart() {
    startFails("is empty; name an administrator", "camunda.bpm.admin-user.id=");
  }

  @Test
  void leastLength_isASetting() {
    engine
        .withPropertyValues(
            "runbook.identity.least-password-length=4", "camunda.bpm.admin-user.password=four")
        .run(
            context ->
                assertThat(context.getBean(IdentityService.class).checkPassword("admin", "four"))
                    .isTrue());
  }

  @Test
  void emptyLeastLength_stopsTheStart() {
    startFails("leastPasswordLength", "runbook.identity.least-password-length=0");
  }

  @Test
  void lockOfAnOlderVersion_hasNoEffect_andIsLiftedAtTheStart(CapturedOutput output) {
    engine.run(
        context -> {
          IdentityService identities = context.getBean(IdentityService.class);
          context
              .getBean(JdbcTemplate.class)
              .update(
                  "update ACT_ID_USER set ATTEMPTS_ = 11, LOCK_EXP_TIME_ = timestamp '2999-01-01 00:00:00' where ID_ = 'admin'");

          assertThat(identities.checkPassword("admin", "wrong")).isFalse();
          context.getBean(IdentitySetup.class).afterSingletonsInstantiated();

          assertThat(output)
              .contains("Lifted the lock that wrong passwords have left on the user admin");
          assertThat(identities.checkPassword("admin", "first-password")).isTrue();
        });
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

    assertThat(new IdentitySettings(4, List.of(user))).asString().doesNotContain("secret");
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
  @Import({
    EngineNames.class,
    GroupRights.class,
    IdentitySetup.class,
    PasswordRules.class,
    TaskFilters.class
  })
  static class OnlyIdentity {}
}
