package com.dhakacart.runbook.model;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pictures that people read and the model that runs are the same, plane by plane. */
class PictureTest {

  private static final Pattern ELEMENT = Pattern.compile("data-element-id=\"([^\"]+)\"");

  /** Labels, and the plane itself as bpmn-js calls that of a phase. */
  private static final Pattern NOT_AN_ELEMENT = Pattern.compile(".*_(label|plane)");

  static List<Plane> planes() {
    return Plane.all();
  }

  @EachRunbook
  void planes_areTheTopLevel_andOneOfEachCollapsedPhase(Runbook runbook) {
    Set<String> collapsed =
        runbook.all(BpmnShape.class).stream()
            .filter(it -> it.getBpmnElement() instanceof SubProcess && !it.isExpanded())
            .map(it -> it.getBpmnElement().getId())
            .collect(toCollection(TreeSet::new));
    collapsed.add(runbook.key());
    List<Plane> planes = Plane.all(runbook);
    assertThat(planes).extracting(Plane::of).containsExactlyInAnyOrderElementsOf(collapsed);
    assertThat(runbook.files(".svg"))
        .as("pictures of phases that are no longer drawn")
        .containsExactlyInAnyOrderElementsOf(planes.stream().map(Plane::file).toList());
  }

  @ParameterizedTest
  @MethodSource("planes")
  void plane_drawsExactlyTheElementsOfItsPhase(Plane plane) {
    assertThat(plane.drawn()).isEqualTo(plane.modelled());
  }

  @ParameterizedTest
  @MethodSource("planes")
  void picture_showsExactlyTheElementsOfItsPlane(Plane plane) {
    assertThat(shown(plane))
        .as("after a change of the model: npm run draw in .ci/bpmnlint")
        .isEqualTo(plane.modelled());
  }

  @ParameterizedTest
  @MethodSource("planes")
  void picture_saysTheNamesOfTheModel(Plane plane) {
    String words = words(plane);
    assertThat(plane.named())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(words).contains(withoutSpaces(it.getName())));
  }

  @ParameterizedTest
  @MethodSource("planes")
  void picture_isWellFormed_andShownByTheReadme(Plane plane) throws Exception {
    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plane.file().toFile());
    assertThat(plane.runbook().text("README.md")).contains("](%s)".formatted(plane.picture()));
  }

  private static Set<String> shown(Plane plane) {
    return ELEMENT
        .matcher(plane.text())
        .results()
        .map(it -> it.group(1))
        .filter(it -> !NOT_AN_ELEMENT.matcher(it).matches())
        .collect(toCollection(TreeSet::new));
  }

  /** Long names are broken into lines, each an element of its own. */
  private static String words(Plane plane) {
    return withoutSpaces(
        plane
            .text()
            .replaceAll("<[^>]*>", "")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&"));
  }

  private static String withoutSpaces(String text) {
    return text.replaceAll("\\s", "");
  }
}
