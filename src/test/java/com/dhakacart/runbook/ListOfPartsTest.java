package com.dhakacart.runbook;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * The list of parts (SBOM, CycloneDX) that goes into the jar: what scanners compare with known
 * holes.
 */
@DisabledIfSystemProperty(
    named = "maven.mode",
    matches = "offline=true",
    disabledReason = "The plugin that writes the list of parts does nothing in `mvn -o`")
class ListOfPartsTest {

  private static final String LIST = "/META-INF/sbom/application.cdx.json";

  @Test
  void listOfParts_goesIntoTheJar_andNamesTheEngine() throws IOException {
    assertThat(file(ProcessEngine.class)).isIn(files());
    assertThat(files())
        .anyMatch(file -> file.startsWith("camunda-engine-7."))
        .anyMatch(file -> file.startsWith("h2-"));
  }

  /** A list of last week's versions is worse than none. */
  @Test
  void listOfParts_namesTheVersionsThatRun() throws IOException {
    assertThat(classPath()).containsAll(files());
  }

  @Test
  void listOfParts_leavesTheTestsOut() throws IOException {
    assertThat(files())
        .noneMatch(file -> file.startsWith("junit-") || file.startsWith("greenmail"));
  }

  /**
   * Two versions of Netty, Vert.x or Jackson side by side fail at run time only, on the path that
   * nobody tried.
   */
  @Test
  void partsOfOneFamily_areOfOneVersion() throws IOException {
    Map<String, Set<String>> versions =
        components()
            .filter(
                part -> group(part).matches("io\\.netty|io\\.vertx|com\\.fasterxml\\.jackson\\..+"))
            // both are released on their own
            .filter(part -> !name(part).matches("netty-tcnative-classes|jackson-annotations"))
            .collect(
                groupingBy(
                    part -> group(part).replaceFirst("(com\\.fasterxml\\.jackson)\\..+", "$1"),
                    mapping(part -> part.path("version").asText(), toSet())));

    assertThat(versions).containsOnlyKeys("io.netty", "io.vertx", "com.fasterxml.jackson");
    assertThat(versions).allSatisfy((family, found) -> assertThat(found).as(family).hasSize(1));
  }

  private static Stream<JsonNode> components() throws IOException {
    URL list = ListOfPartsTest.class.getResource(LIST);
    assertThat(list).as("%s; `./mvnw process-resources`, online, writes it", LIST).isNotNull();
    try (InputStream json = list.openStream()) {
      return StreamSupport.stream(
          new ObjectMapper().readTree(json).path("components").spliterator(), false);
    }
  }

  private static Set<String> files() throws IOException {
    return components().map(ListOfPartsTest::file).collect(toSet());
  }

  private static String file(JsonNode part) {
    String purl = part.path("purl").asText();
    String classifier = purl.replaceFirst(".*[?&]classifier=([^&]+).*", "-$1");
    return "%s-%s%s.jar"
        .formatted(
            name(part), part.path("version").asText(), classifier.equals(purl) ? "" : classifier);
  }

  private static String group(JsonNode part) {
    return part.path("group").asText();
  }

  private static String name(JsonNode part) {
    return part.path("name").asText();
  }

  private static Set<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).getFileName().toString())
        .collect(toSet());
  }

  private static String file(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .getFileName()
        .toString();
  }
}
