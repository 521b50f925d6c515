package com.dhakacart.runbook.model;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.Association;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.LinkEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnLabel;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A person reads each picture on one screen, and nothing in it hides anything else. */
class OneScreenTest {

  private static final int NODES_OF_A_PHASE = 25;
  private static final int LINKS = 5;
  private static final double SMALLEST_LETTERS = 11;
  private static final double LINE = 13.2;

  private static final Pattern FONT_SIZE = Pattern.compile("font-size: ([0-9.]+)px");

  static List<Plane> planes() {
    return Plane.all();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void plane_fitsOneScreen(Plane plane) {
    Rectangle2D all =
        Stream.concat(boxes(plane).values().stream(), labels(plane).values().stream())
            .reduce(Rectangle2D::createUnion)
            .orElseThrow();
    assertThat(all.getWidth()).isLessThanOrEqualTo(plane.isTopLevel() ? 1750 : 1500);
    assertThat(all.getHeight()).isLessThanOrEqualTo(plane.isTopLevel() ? 950 : 800);
    if (!plane.isTopLevel()) {
      assertThat(plane.shapes())
          .filteredOn(it -> it.getBpmnElement() instanceof FlowNode)
          .filteredOn(it -> !(it.getBpmnElement() instanceof BoundaryEvent))
          .hasSizeLessThanOrEqualTo(NODES_OF_A_PHASE);
    }
  }

  @EachRunbook
  void arrowsByName_areFew(Runbook runbook) {
    assertThat(runbook.all(LinkEventDefinition.class)).hasSizeLessThanOrEqualTo(LINKS);
  }

  /** A parallel gateway would wait for both ways into it; all else takes several by itself. */
  @EachRunbook
  void gatewaysThatOnlyBringWaysTogether_standBeforeParallelOnesOnly(Runbook runbook) {
    assertThat(runbook.all(ExclusiveGateway.class))
        .filteredOn(it -> it.getOutgoing().size() == 1)
        .allSatisfy(
            it ->
                assertThat(it.getSucceedingNodes().singleResult())
                    .as("%s: let its ways lead into the box behind it", it.getId())
                    .isInstanceOf(ParallelGateway.class));
  }

  @ParameterizedTest
  @MethodSource("planes")
  void letters_areLargeEnough(Plane plane) {
    assertThat(FONT_SIZE.matcher(plane.text()).results())
        .isNotEmpty()
        .allSatisfy(
            it ->
                assertThat(Double.parseDouble(it.group(1)))
                    .isGreaterThanOrEqualTo(SMALLEST_LETTERS));
  }

  /** Ways to the same box, or from the same, may go together for a while. */
  @ParameterizedTest
  @MethodSource("planes")
  void ways_doNotCross(Plane plane) {
    List<BpmnEdge> edges = plane.edges();
    for (int i = 0; i < edges.size(); i++) {
      for (BpmnEdge other : edges.subList(i + 1, edges.size())) {
        boolean together = together(edges.get(i), other);
        for (Line2D one : lines(edges.get(i))) {
          assertThat(lines(other))
              .as("%s and %s", id(edges.get(i)), id(other))
              .noneMatch(it -> together ? cross(one, it) : one.intersectsLine(it));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("planes")
  void ways_doNotRunThroughBoxes(Plane plane) {
    Map<String, Rectangle2D> boxes = boxes(plane);
    frames(plane).forEach(boxes::remove);
    for (BpmnEdge edge : plane.edges()) {
      Set<String> own = ends(edge);
      boxes.forEach(
          (box, bounds) -> {
            if (!own.contains(box)) {
              assertThat(lines(edge))
                  .as("%s and %s", id(edge), box)
                  .noneMatch(it -> it.intersects(bounds));
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("planes")
  void labels_lieOnNothing(Plane plane) {
    Map<String, Rectangle2D> labels = labels(plane);
    Map<String, Rectangle2D> boxes = boxes(plane);
    List<String> frames = frames(plane);
    labels.forEach(
        (label, bounds) -> {
          for (BpmnEdge edge : plane.edges()) {
            assertThat(lines(edge))
                .as("label of %s on %s", label, id(edge))
                .noneMatch(it -> it.intersects(bounds));
          }
          boxes.forEach(
              (box, other) ->
                  assertThat(
                          bounds.intersects(other)
                              && !(frames.contains(box) && other.contains(bounds)))
                      .as("label of %s on %s", label, box)
                      .isFalse());
          labels.forEach(
              (neighbour, other) ->
                  assertThat(!label.equals(neighbour) && bounds.intersects(other))
                      .as("label of %s on that of %s", label, neighbour)
                      .isFalse());
        });
  }

  /** What the checks of the labels are worth: none has more lines than its place is high. */
  @ParameterizedTest
  @MethodSource("planes")
  void labels_haveAsMuchRoomAsTheirLinesNeed(Plane plane) {
    String picture = plane.text();
    labels(plane)
        .forEach(
            (label, bounds) -> {
              int from = picture.indexOf("data-element-id=\"%s_label\"".formatted(label));
              assertThat(from).as("label of %s", label).isPositive();
              int to = picture.indexOf("data-element-id", from + 1);
              long lines =
                  Pattern.compile("<tspan")
                      .matcher(picture.substring(from, to < 0 ? picture.length() : to))
                      .results()
                      .count();
              assertThat(lines * LINE)
                  .as("label of %s", label)
                  .isLessThanOrEqualTo(bounds.getHeight());
            });
  }

  // ---- shapes and lines

  private static Map<String, Rectangle2D> boxes(Plane plane) {
    return plane.shapes().stream()
        .collect(
            toMap(
                it -> it.getBpmnElement().getId(),
                it -> rectangle(it.getBounds()),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private static Map<String, Rectangle2D> labels(Plane plane) {
    Map<String, Rectangle2D> labels = new LinkedHashMap<>();
    plane.shapes().forEach(it -> put(labels, it.getBpmnElement(), it.getBpmnLabel()));
    plane.edges().forEach(it -> put(labels, it.getBpmnElement(), it.getBpmnLabel()));
    return labels;
  }

  private static void put(Map<String, Rectangle2D> labels, BaseElement of, BpmnLabel label) {
    if (label != null) {
      labels.put(of.getId(), rectangle(label.getBounds()));
    }
  }

  /** The boxes that are drawn open, with others in them. */
  private static List<String> frames(Plane plane) {
    return plane.shapes().stream()
        .filter(it -> it.getBpmnElement() instanceof SubProcess && it.isExpanded())
        .map(BpmnShape::getBpmnElement)
        .map(BaseElement::getId)
        .toList();
  }

  private static Rectangle2D rectangle(Bounds it) {
    return new Rectangle2D.Double(it.getX(), it.getY(), it.getWidth(), it.getHeight());
  }

  private static List<Line2D> lines(BpmnEdge edge) {
    List<Point2D> points =
        edge.getWaypoints().stream()
            .map(it -> (Point2D) new Point2D.Double(it.getX(), it.getY()))
            .toList();
    List<Line2D> lines = new ArrayList<>();
    for (int i = 1; i < points.size(); i++) {
      lines.add(new Line2D.Double(points.get(i - 1), points.get(i)));
    }
    return lines;
  }

  private static boolean together(BpmnEdge one, BpmnEdge other) {
    return one.getBpmnElement() instanceof SequenceFlow first
        && other.getBpmnElement() instanceof SequenceFlow second
        && (first.getSource().equals(second.getSource())
            || first.getTarget().equals(second.getTarget()));
  }

  /** Each has its ends on both sides of the other; a meeting at an end is none. */
  private static boolean cross(Line2D one, Line2D other) {
    return sides(one, other) < 0 && sides(other, one) < 0;
  }

  private static int sides(Line2D of, Line2D line) {
    return of.relativeCCW(line.getP1())
        * of.relativeCCW(line.getP2())
        * (of.ptLineDist(line.getP1()) == 0 || of.ptLineDist(line.getP2()) == 0 ? 0 : 1);
  }

  /** What it leads from and to, and the box on whose border it begins. */
  private static Set<String> ends(BpmnEdge edge) {
    if (edge.getBpmnElement() instanceof SequenceFlow flow) {
      String host =
          flow.getSource() instanceof BoundaryEvent event
              ? event.getAttachedTo().getId()
              : flow.getSource().getId();
      return Set.copyOf(List.of(flow.getSource().getId(), flow.getTarget().getId(), host));
    }
    Association association = (Association) edge.getBpmnElement();
    return Set.of(association.getSource().getId(), association.getTarget().getId());
  }

  private static String id(BpmnEdge edge) {
    return edge.getBpmnElement().getId();
  }
}
