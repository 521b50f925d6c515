package com.dhakacart.runbook.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;

/**
 * The ids of what can be passed in the models under {@code processes/}. Nothing is ever passed that
 * no model has: an assertion that names it would hold for ever, whatever the process does.
 */
public final class ElementIds {

  private static final Set<String> IN_THE_MODELS = read();

  private ElementIds() {}

  public static Set<String> inTheModels() {
    return IN_THE_MODELS;
  }

  /** Fails where one of them is in no model. */
  public static String[] known(String... ids) {
    assertThat(IN_THE_MODELS).as("ids of elements of the models").contains(ids);
    return ids;
  }

  private static Set<String> read() {
    try (Stream<Path> files = Files.walk(Path.of("processes"))) {
      Set<String> ids = new TreeSet<>();
      files
          .filter(it -> it.toString().endsWith(".bpmn"))
          .map(it -> Bpmn.readModelFromFile(it.toFile()))
          .forEach(model -> addAll(model, ids));
      return Set.copyOf(ids);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addAll(BpmnModelInstance model, Set<String> ids) {
    model.getModelElementsByType(FlowElement.class).forEach(it -> ids.add(it.getId()));
  }
}
