package com.dhakacart.runbook;

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

  public static final String KEY = "DhakaCartHighErrorRate";
  public static final Path FOLDER = Path.of("processes", KEY);

  /** What every runbook uses. */
  public static final Path SHARED = Path.of("processes", "shared");

  private static final BpmnModelInstance MODEL =
      Bpmn.readModelFromFile(FOLDER.resolve(KEY + ".bpmn").toFile());

  private Runbook() {}

  public static BpmnModelInstance model() {
    return MODEL;
  }

  public static <T extends ModelElementInstance> Collection<T> all(Class<T> type) {
    return MODEL.getModelElementsByType(type);
  }

  /** By their ids. */
  public static Map<String, Decision> decisions() {
    return files(".dmn").stream()
        .map(Path::toFile)
        .map(Dmn::readModelFromFile)
        .flatMap(it -> it.getModelElementsByType(Decision.class).stream())
        .collect(Collectors.toMap(Decision::getId, it -> it, (one, other) -> one, TreeMap::new));
  }

  /** Its own, and those that every runbook uses. */
  public static List<Path> files(String ending) {
    return Stream.of(FOLDER, SHARED)
        .flatMap(Runbook::in)
        .filter(it -> it.toString().endsWith(ending))
        .toList();
  }

  /** The one of its files, or of those that every runbook uses, that has this name. */
  public static Path file(String name) {
    return files(name).stream()
        .filter(it -> it.endsWith(name))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("neither %s nor %s has %s".formatted(FOLDER, SHARED, name)));
  }

  public static String text(String file) {
    try {
      return Files.readString(file(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty for a way that needs none. */
  public static String condition(SequenceFlow flow) {
    ConditionExpression condition = flow.getConditionExpression();
    return condition == null ? "" : condition.getTextContent();
  }
}
