package com.dhakacart.runbook.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No line of code names an element that no model has: neither the steps nor the tests. */
class ElementIdsTest {

  private static final Pattern ID =
      Pattern.compile(
          "\\b(startEvent|endEvent|event|userTask|serviceTask|businessRuleTask|subProcess|gateway"
              + "|flow)_[a-z][A-Za-z0-9]*");

  /** In quotes, or in a text of several lines. */
  private static final Pattern TEXT =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"");

  /**
   * Fields of PagerDuty's events, columns of PostgreSQL's views, elements of models that a test
   * draws for itself, and one made up here.
   */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "event_action",
          "event_type",
          "userTask_ask",
          "startEvent_partBegun",
          "gateway_whichCorse");

  @Test
  void everyIdInTheCode_isInAModel() throws IOException {
    List<String> unknown = new ArrayList<>();
    Set<String> found = new TreeSet<>();
    for (Path file :
        sources("src/main/java", "delegates", "src/test/java", "src/simulation/java")) {
      TEXT.matcher(Files.readString(file))
          .results()
          .flatMap(text -> ID.matcher(text.group()).results())
          .map(id -> id.group())
          .filter(id -> !OF_OTHERS.contains(id))
          .forEach(
              id -> {
                found.add(id);
                if (!ElementIds.inTheModels().contains(id)) {
                  unknown.add("%s in %s".formatted(id, file));
                }
              });
    }
    assertThat(unknown).as("rename them as the models do").isEmpty();
    assertThat(found).as("there are ids to be found").isNotEmpty();
  }

  @Test
  void idThatNoModelHas_isRefused() {
    assertThat(ElementIds.known("gateway_whichCause")).containsExactly("gateway_whichCause");
    assertThatThrownBy(() -> ElementIds.known("gateway_whichCause", "gateway_whichCorse"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("gateway_whichCorse");
  }

  @Test
  void walks_assertWithTheIdsChecked() throws IOException {
    assertThat(sources("src/test/java"))
        .filteredOn(
            it -> !it.endsWith("IncidentAssert.java") && !it.endsWith("ElementIdsTest.java"))
        .allSatisfy(
            file ->
                assertThat(file)
                    .content()
                    .as("of an incident, assert with IncidentAssert.assertThat")
                    .doesNotContain("BpmnAwareTests"));
  }

  private static List<Path> sources(String... roots) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String root : roots) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        files.filter(it -> it.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }
}
