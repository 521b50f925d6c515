package com.dhakacart.runbook.process.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.WebSettings;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(OutputCaptureExtension.class)
class FailedJobPagerTest {

  private final ApplicationContextRunner engine =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  DataSourceAutoConfiguration.class,
                  DataSourceTransactionManagerAutoConfiguration.class,
                  JdbcTemplateAutoConfiguration.class,
                  CamundaBpmAutoConfiguration.class))
          .withUserConfiguration(OnlyPaging.class)
          .withPropertyValues(
              "spring.datasource.generate-unique-name=true",
              "camunda.bpm.generate-unique-process-engine-name=true",
              "camunda.bpm.deployment-resource-pattern=classpath:/engine/small.bpmn",
              "camunda.bpm.job-execution.enabled=false",
              "runbook.web.url=https://runbook.dhakacart.com/");

  @Test
  void stepFailsForTheFirstTime_nobodyIsCalled() {
    engine.run(
        context -> {
          start(context, "brokenStep", "INC-7");

          fail(context);

          assertThat(pages(context)).isEmpty();
        });
  }

  @Test
  void stepFailsForTheLastTime_onCallIsPagedWithTheLinkToCockpit() {
    engine.run(
        context -> {
          String instance = start(context, "brokenStep", "INC-7");

          fail(context);
          fail(context);

          assertThat(pages(context)).hasSize(1);
          Page page = pages(context).get(0);
          assertThat(page.incident()).isEqualTo("INC-7");
          assertThat(page.team()).isEqualTo(Team.ON_CALL);
          assertThat(page.summary()).isEqualTo("The runbook is stuck at \"Roll back release\"");
          assertThat(page.details()).contains("a bug").contains("Increment Number of Retries");
          assertThat(page.links())
              .containsEntry(
                  "Cockpit",
                  "https://runbook.dhakacart.com/camunda/app/cockpit/default/#/process-instance/"
                      + instance);
          assertThat(context.getBean(RuntimeService.class).createIncidentQuery().count()).isOne();
        });
  }

  @Test
  void personLetsItTryAgainAndItFailsAgain_onCallIsPagedAgain() {
    engine.run(
        context -> {
          start(context, "brokenStep", "INC-7");
          fail(context);
          fail(context);

          context.getBean(ManagementService.class).setJobRetries(job(context).getId(), 1);
          fail(context);

          assertThat(pages(context)).extracting(Page::stage).hasSize(2).doesNotHaveDuplicates();
        });
  }

  @Test
  void stepOfACalledProcessFails_pageNamesTheIncident() {
    engine.run(
        context -> {
          start(context, "callingProcess", "INC-8");

          fail(context);
          fail(context);

          assertThat(pages(context)).extracting(Page::incident).containsExactly("INC-8");
        });
  }

  /** A crash right after it swallowed the page: no step failed again, and nobody was called. */
  @Test
  void nobodyCanBePaged_failureAndItsPageAreKept_andItIsLogged(CapturedOutput output) {
    engine.run(
        context -> {
          context.getBean(OnlyPaging.class).away = true;
          start(context, "brokenStep", "INC-7");

          fail(context);
          fail(context);

          assertThat(context.getBean(RuntimeService.class).createIncidentQuery().count()).isOne();
          assertThat(context.getBean(OnlyPaging.class).recorded)
              .extracting(Page::incident)
              .containsExactly("INC-7");
          assertThat(output)
              .contains("Nobody was paged yet although a step of INC-7 is stuck; look at https://");
        });
  }

  private static String start(ApplicationContext context, String process, String incident) {
    return context
        .getBean(RuntimeService.class)
        .startProcessInstanceByKey(process, incident)
        .getId();
  }

  private static void fail(ApplicationContext context) {
    assertThatThrownBy(
            () -> context.getBean(ManagementService.class).executeJob(job(context).getId()))
        .hasMessageContaining("a bug");
  }

  private static Job job(ApplicationContext context) {
    return context.getBean(ManagementService.class).createJobQuery().singleResult();
  }

  private static List<Page> pages(ApplicationContext context) {
    return context.getBean(OnlyPaging.class).pages;
  }

  @EnableConfigurationProperties(WebSettings.class)
  @Import(FailedJobPager.class)
  static class OnlyPaging {

    final List<Page> recorded = new ArrayList<>();
    final List<Page> pages = new ArrayList<>();
    boolean away;

    @Bean
    PageOutbox outbox(JdbcTemplate database, PlatformTransactionManager transactions) {
      TransactionTemplate ofItsOwn = new TransactionTemplate(transactions);
      ofItsOwn.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
      return new PageOutbox() {

        @Override
        public void record(Page page) {
          assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isTrue();
          recorded.add(page);
        }

        /** Sees only what was committed before. */
        @Override
        public void sendRecorded(String incident, String stage) {
          if (away) {
            throw new IllegalStateException("mail server is away");
          }
          Long stored =
              ofItsOwn.execute(
                  status ->
                      database.queryForObject("select count(*) from ACT_RU_INCIDENT", Long.class));
          assertThat(stored).isPositive();
          recorded.stream()
              .filter(it -> it.incident().equals(incident) && it.stage().equals(stage))
              .forEach(pages::add);
        }
      };
    }

    @Bean
    JavaDelegate brokenStep() {
      return step -> {
        throw new IllegalStateException("a bug");
      };
    }
  }
}
