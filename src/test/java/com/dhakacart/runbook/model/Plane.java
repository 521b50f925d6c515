package com.dhakacart.runbook.model;

import static java.util.stream.Collectors.toCollection;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.Artifact;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnPlane;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/**
 * One picture of a model: the top level, or what is inside a collapsed phase.
 *
 * @param of the process, or the phase
 */
record Plane(Runbook runbook, String of, List<BpmnShape> shapes, List<BpmnEdge> edges) {

  static List<Plane> all() {
    return Runbook.all().stream().flatMap(it -> all(it).stream()).toList();
  }

  static List<Plane> all(Runbook runbook) {
    return runbook.all(BpmnPlane.class).stream()
        .map(
            plane ->
                new Plane(
                    runbook,
                    plane.getBpmnElement().getId(),
                    List.copyOf(plane.getChildElementsByType(BpmnShape.class)),
                    List.copyOf(plane.getChildElementsByType(BpmnEdge.class))))
        .toList();
  }

  boolean isTopLevel() {
    return of.equals(runbook.key());
  }

  /** As {@code npm run draw} names it, in the runbook's folder. */
  String picture() {
    return isTopLevel()
        ? runbook.key() + ".svg"
        : "%s.%s.svg".formatted(runbook.key(), of.replace("subProcess_", ""));
  }

  String text() {
    return runbook.text(picture());
  }

  Path file() {
    return runbook.folder().resolve(picture());
  }

  /** The ids of all that it draws. */
  Set<String> drawn() {
    return Stream.concat(
            shapes.stream().map(BpmnShape::getBpmnElement),
            edges.stream().map(BpmnEdge::getBpmnElement))
        .map(BaseElement::getId)
        .collect(toCollection(TreeSet::new));
  }

  /** What belongs on it: all of the model whose nearest plane around it is this one. */
  Set<String> modelled() {
    return elements().map(BaseElement::getId).collect(toCollection(TreeSet::new));
  }

  /** With a name to be read on it. */
  Stream<FlowElement> named() {
    return elements()
        .filter(FlowElement.class::isInstance)
        .map(FlowElement.class::cast)
        .filter(it -> it.getName() != null);
  }

  private Stream<BaseElement> elements() {
    Set<String> planes = all(runbook).stream().map(Plane::of).collect(toCollection(TreeSet::new));
    return Stream.of(FlowElement.class, Artifact.class)
        .flatMap(type -> runbook.all(type).stream())
        .map(BaseElement.class::cast)
        .filter(it -> around(it, planes).equals(of));
  }

  private static String around(ModelElementInstance element, Set<String> planes) {
    ModelElementInstance parent = element.getParentElement();
    return Optional.of(((BaseElement) parent).getId())
        .filter(planes::contains)
        .orElseGet(() -> around(parent, planes));
  }

  @Override
  public String toString() {
    return picture();
  }
}
