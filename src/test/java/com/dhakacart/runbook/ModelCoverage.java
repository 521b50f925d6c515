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
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.LinkEventDefinition;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.community.process_test_coverage.spring_test.common.ProcessEngineCoverageProperties;

/**
 * Every node and every flow of the model is passed by the path tests, or the build fails and names
 * what was not.
 *
 * <p>Link events are left out: the engine joins the two flows of a link when it reads the model, so
 * that the events themselves are never entered. Their flows are counted.
 */
final class ModelCoverage {

  private static final File REPORTS = new File("target/process-test-coverage");

  private ModelCoverage() {}

  /** Measures all walks, and asserts where the paths are walked. */
  static ProcessEngineCoverageProperties asserted() {
    Class<?> paths = DhakaCartHighErrorRateProcessTest.class;
    return new ProcessEngineCoverageProperties(
        false,
        false,
        List.of(),
        List.of(
            new Condition<>(
                share -> missing(paths).isEmpty(),
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
    Set<String> missing = new TreeSet<>(elements());
    missing.removeAll(passed(paths));
    return missing;
  }

  private static Set<String> elements() {
    BpmnModelInstance model =
        Bpmn.readModelFromStream(
            ModelCoverage.class.getResourceAsStream(
                "/processes/%s/%<s.bpmn".formatted(RunbookWalk.KEY)));
    Set<String> ids = new TreeSet<>();
    model.getModelElementsByType(SequenceFlow.class).stream()
        .map(FlowElement::getId)
        .forEach(ids::add);
    model.getModelElementsByType(FlowNode.class).stream()
        .filter(node -> node.getChildElementsByType(LinkEventDefinition.class).isEmpty())
        .map(FlowElement::getId)
        .forEach(ids::add);
    return ids;
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
