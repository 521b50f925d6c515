package com.dhakacart.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.Condition;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.LinkEventDefinition;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.community.process_test_coverage.spring_test.common.ProcessEngineCoverageProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Every node and every flow of the model is passed by the path tests, or the build fails and names
 * what was not.
 *
 * <p>To be imported before the library's own configuration, which asserts nothing where it comes
 * first.
 *
 * <p>The engine joins the two flows of a link when it reads the model, so that the throwing event
 * is never entered: it counts as passed when the flow into it was taken.
 */
@TestConfiguration(proxyBeanMethods = false)
class ModelCoverage {

  /** As in {@code -Dtest=DhakaCartHighErrorRateProcessTest#falseAlarm*}. */
  private static final boolean ONE_TEST_ONLY = System.getProperty("test", "").contains("#");

  private static final File REPORTS = new File("target/process-test-coverage");

  @Bean
  ProcessEngineCoverageProperties coverageOfThePaths() {
    Class<?> paths = DhakaCartHighErrorRateProcessTest.class;
    return new ProcessEngineCoverageProperties(
        false,
        false,
        List.of(),
        List.of(
            new Condition<>(
                share -> ONE_TEST_ONLY || missing(paths).isEmpty(),
                "coverage of every node and flow; never passed: %s",
                new Object() {
                  @Override
                  public String toString() {
                    return missing(paths).toString();
                  }
                })),
        Map.of(),
        List.of(paths.getName()),
        REPORTS.getPath());
  }

  private static Set<String> missing(Class<?> paths) {
    Set<String> passed = passed(paths);
    Set<String> missing = new TreeSet<>();
    for (FlowElement element : model().getModelElementsByType(FlowElement.class)) {
      if (!passed.contains(element.getId()) && !isLinkInto(element, passed)) {
        missing.add(element.getId());
      }
    }
    return missing;
  }

  private static boolean isLinkInto(FlowElement element, Set<String> passed) {
    return element instanceof ThrowEvent link
        && !link.getChildElementsByType(LinkEventDefinition.class).isEmpty()
        && link.getIncoming().stream().map(SequenceFlow::getId).anyMatch(passed::contains);
  }

  private static BpmnModelInstance model() {
    return Bpmn.readModelFromStream(
        ModelCoverage.class.getResourceAsStream(
            "/processes/%s/%<s.bpmn".formatted(RunbookWalk.KEY)));
  }

  private static Set<String> passed(Class<?> paths) {
    try {
      JsonNode report =
          new ObjectMapper().readTree(new File(new File(REPORTS, paths.getName()), "report.json"));
      Set<String> ids = new TreeSet<>();
      report.findValues("definitionKey").forEach(id -> ids.add(id.asText()));
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
