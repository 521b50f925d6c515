package com.dhakacart.runbook;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.camunda.bpm.model.bpmn.instance.Artifact;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.junit.jupiter.api.Test;

/** The picture that people read and the model that runs are the same. */
class PictureTest {

  private static final Pattern ELEMENT = Pattern.compile("data-element-id=\"([^\"]+)\"");
  private static final String LABEL = "_label";

  private final String picture = Runbook.text(Runbook.KEY + ".svg");

  @Test
  void picture_showsExactlyTheElementsOfTheModel() {
    assertThat(drawn())
        .as("after a change of the model: npm run draw in .ci/bpmnlint")
        .isEqualTo(modelled());
  }

  @Test
  void diagram_drawsExactlyTheElementsOfTheModel() {
    Set<String> drawn =
        Stream.concat(
                Runbook.all(BpmnShape.class).stream().map(BpmnShape::getBpmnElement),
                Runbook.all(BpmnEdge.class).stream().map(BpmnEdge::getBpmnElement))
            .map(BaseElement::getId)
            .collect(toCollection(TreeSet::new));
    assertThat(drawn).isEqualTo(modelled());
  }

  @Test
  void picture_saysTheNamesOfTheModel() {
    String words = words();
    assertThat(Runbook.all(FlowElement.class))
        .filteredOn(it -> it.getName() != null)
        .allSatisfy(it -> assertThat(words).contains(withoutSpaces(it.getName())));
  }

  @Test
  void picture_isWellFormed_andShownByTheReadme() throws Exception {
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Runbook.FOLDER.resolve(Runbook.KEY + ".svg").toFile());
    assertThat(Runbook.text("README.md")).contains("](%s.svg)".formatted(Runbook.KEY));
  }

  private Set<String> drawn() {
    return ELEMENT
        .matcher(picture)
        .results()
        .map(it -> it.group(1))
        .filter(it -> !it.endsWith(LABEL))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> modelled() {
    return Stream.of(FlowElement.class, Artifact.class)
        .flatMap(type -> Runbook.all(type).stream())
        .map(BaseElement.class::cast)
        .map(BaseElement::getId)
        .collect(toCollection(TreeSet::new));
  }

  /** Long names are broken into lines, each an element of its own. */
  private String words() {
    return withoutSpaces(
        picture
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
