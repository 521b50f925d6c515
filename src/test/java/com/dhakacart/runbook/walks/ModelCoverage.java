package com.dhakacart.runbook.walks;

import com.dhakacart.runbook.model.Runbook;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.Condition;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.LinkEventDefinition;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.community.process_test_coverage.spring_test.common.ProcessEngineCoverageProperties;
import org.camunda.community.process_test_coverage.spring_test.platform7.ProcessEngineCoverageConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * Every node and every flow of each model of the product is passed by its path tests, or the build
 * fails and names what was not.
 *
 * <p>The engine joins the two flows of a link when it reads the model, so that the throwing event
 * is never entered: it counts as passed when the flow into it was taken.
 */
@TestConfiguration(proxyBeanMethods = false)
@Import(ProcessEngineCoverageConfiguration.class)
public class ModelCoverage {

  /** The path tests of each runbook; together they pass everything. */
  public static final Map<String, List<Class<?>>> PATHS =
      Map.of(
          Runbook.HIGH_ERROR_RATE.key(),
          List.of(
              WhichCauseTest.class,
              ImmediateActionsTest.class,
              LookAgainTest.class,
              EscalateIfNotImprovedTest.class,
              ApproveChangeTest.class,
              MakeChangeTest.class,
              MonitorRecoveryTest.class,
              DecideNextStepTest.class,
              PostIncidentActionsTest.class));

  /** As in {@code -Dtest=ImmediateActionsTest#falseAlarm*}. */
  private static final boolean ONE_TEST_ONLY = System.getProperty("test", "").contains("#");

  private static final File REPORTS = new File("target/process-test-coverage");

  /** What an earlier build has left there proves nothing; this one's JVMs begin together. */
  private static final long BEGUN = ManagementFactory.getRuntimeMXBean().getStartTime();

  /** The library's own, which asserts nothing, may be there as well. */
  @Bean
  @Primary
  ProcessEngineCoverageProperties coverageOfThePaths() {
    return new ProcessEngineCoverageProperties(
        false,
        false,
        List.of(),
        List.of(
            new Condition<>(
                share -> ONE_TEST_ONLY || missing().isEmpty(),
                "coverage of every node and flow; never passed: %s",
                new Object() {
                  @Override
                  public String toString() {
                    return missing().toString();
                  }
                })),
        Map.of(),
        PATHS.values().stream().flatMap(List::stream).map(Class::getName).toList(),
        REPORTS.getPath());
  }

  /** Of the runbooks whose path tests are all done, which the last of them finds. */
  private static Set<String> missing() {
    Set<String> missing = new TreeSet<>();
    for (Runbook runbook : Runbook.ofTheProduct()) {
      List<File> reports =
          PATHS.getOrDefault(runbook.key(), List.of()).stream()
              .map(it -> new File(new File(REPORTS, it.getName()), "report.json"))
              .toList();
      if (!reports.isEmpty() && reports.stream().allMatch(it -> it.lastModified() >= BEGUN)) {
        Set<String> passed = new TreeSet<>();
        reports.forEach(it -> passed.addAll(passed(runbook, it)));
        runbook.all(FlowElement.class).stream()
            .filter(it -> !passed.contains(it.getId()) && !isLinkInto(it, passed))
            .forEach(it -> missing.add(runbook + ": " + it.getId()));
      }
    }
    return missing;
  }

  private static boolean isLinkInto(FlowElement element, Set<String> passed) {
    return element instanceof ThrowEvent link
        && !link.getChildElementsByType(LinkEventDefinition.class).isEmpty()
        && link.getIncoming().stream().map(SequenceFlow::getId).anyMatch(passed::contains);
  }

  private static Set<String> passed(Runbook runbook, File report) {
    try {
      Set<String> ids = new TreeSet<>();
      for (JsonNode events : new ObjectMapper().readTree(report).findValues("events")) {
        for (JsonNode event : events) {
          if (event.path("modelKey").asText().equals(runbook.key())) {
            ids.add(event.path("definitionKey").asText());
          }
        }
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
