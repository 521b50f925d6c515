package com.dhakacart.runbook.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/** The files of one runbook, as the contract tests read them: the sources, not what was built. */
public final class Runbook {

  /** What every runbook uses. */
  public static final Path SHARED = Path.of("processes", "shared");

  /** Those of the product. */
  private static final Path PROCESSES = Path.of("processes");

  /** The one that a test adds to the product. */
  private static final Path ADDED = Path.of("src/test/resources/runbooks");

  private static final List<Runbook> ALL =
      Stream.of(PROCESSES, ADDED)
          .flatMap(Runbook::in)
          .filter(it -> !it.equals(SHARED))
          .map(Runbook::new)
          .toList();

  /** The one whose incidents were recorded, and that most tests walk. */
  public static final Runbook HIGH_ERROR_RATE =
      ALL.stream()
          .filter(it -> it.key().equals("DhakaCartHighErrorRate"))
          .findFirst()
          .orElseThrow();

  private final Path folder;
  private final BpmnModelInstance model;

  private Runbook(Path folder) {
    this.folder = folder;
    this.model = Bpmn.readModelFromFile(folder.resolve(key() + ".bpmn").toFile());
  }

  /** Each folder beside {@link #SHARED} is a runbook, and its model is named like it. */
  public static List<Runbook> all() {
    return ALL;
  }

  /** Those that production has. */
  public static List<Runbook> ofTheProduct() {
    return ALL.stream().filter(it -> it.folder.startsWith(PROCESSES)).toList();
  }

  /** The folder's name, which is the alert's. */
  public String key() {
    return folder.getFileName().toString();
  }

  public Path folder() {
    return folder;
  }

  public BpmnModelInstance model() {
    return model;
  }

  public <T extends ModelElementInstance> Collection<T> all(Class<T> type) {
    return model.getModelElementsByType(type);
  }

  /** By their ids; those that every runbook uses among them. */
  public Map<String, Decision> decisions() {
    return files(".dmn").stream()
        .map(Path::toFile)
        .map(Dmn::readModelFromFile)
        .flatMap(it -> it.getModelElementsByType(Decision.class).stream())
        .collect(Collectors.toMap(Decision::getId, it -> it, (one, other) -> one, TreeMap::new));
  }

  /** Its own, and those that every runbook uses. */
  public List<Path> files(String ending) {
    return Stream.of(folder, SHARED)
        .flatMap(Runbook::in)
        .filter(it -> it.toString().endsWith(ending))
        .toList();
  }

  /** The one of its files, or of those that every runbook uses, that has this name. */
  public Path file(String name) {
    return files(name).stream()
        .filter(it -> it.endsWith(name))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("neither %s nor %s has %s".formatted(folder, SHARED, name)));
  }

  public String text(String file) {
    try {
      return Files.readString(file(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty for a way that needs none. */
  public static String condition(SequenceFlow flow) {
    ConditionExpression condition = flow.getConditionExpression();
    return condition == null ? "" : condition.getTextContent();
  }

  @Override
  public String toString() {
    return key();
  }

  private static Stream<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
