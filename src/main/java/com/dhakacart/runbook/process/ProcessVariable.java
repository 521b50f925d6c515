package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Evidence;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Function;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.spin.plugin.variable.SpinValues;

/**
 * One variable of a process: its name is written once, reading and writing have one spelling.
 *
 * @param <T> what a step sees of it; the engine holds words and numbers as they are, and everything
 *     else as JSON
 */
public final class ProcessVariable<T> {

  /** Characters in a text variable. */
  public static final int MAX_TEXT = 4000;

  private final String name;
  private final Function<T, TypedValue> toEngine;
  private final Function<TypedValue, T> fromEngine;

  /** Null where it never had another. */
  private final String formerName;

  private ProcessVariable(
      String name, Function<T, TypedValue> toEngine, Function<TypedValue, T> fromEngine) {
    this(name, toEngine, fromEngine, null);
  }

  private ProcessVariable(
      String name,
      Function<T, TypedValue> toEngine,
      Function<TypedValue, T> fromEngine,
      String formerName) {
    this.formerName = formerName;
    this.name = name;
    this.toEngine = toEngine;
    this.fromEngine = fromEngine;
  }

  static ProcessVariable<String> text(String name) {
    return new ProcessVariable<>(
        name,
        text -> Variables.stringValue(StoredText.shortened(text, MAX_TEXT)),
        value -> String.valueOf(value.getValue()));
  }

  static ProcessVariable<Boolean> flag(String name) {
    return new ProcessVariable<>(
        name, Variables::booleanValue, value -> (Boolean) value.getValue());
  }

  static ProcessVariable<Integer> number(String name) {
    return new ProcessVariable<>(
        name, Variables::integerValue, value -> ((Number) value.getValue()).intValue());
  }

  /** For what a database counts. */
  static ProcessVariable<Long> longNumber(String name) {
    return new ProcessVariable<>(
        name, Variables::longValue, value -> ((Number) value.getValue()).longValue());
  }

  static <E extends Enum<E>> ProcessVariable<E> word(String name, Class<E> words) {
    return new ProcessVariable<>(
        name,
        word -> Variables.stringValue(word.name()),
        value -> Enum.valueOf(words, String.valueOf(value.getValue())));
  }

  /** For a decision table, whose expressions need Java's own lists and maps. */
  static <T> ProcessVariable<T> list(String name) {
    return new ProcessVariable<>(
        name,
        list ->
            Variables.objectValue(list)
                .serializationDataFormat(Variables.SerializationDataFormats.JSON)
                .create(),
        ProcessVariable::unchecked);
  }

  static <T> ProcessVariable<T> json(String name, Type type) {
    return new ProcessVariable<>(name, ProcessVariable::toJson, fromJson(type));
  }

  static ProcessVariable<Evidence> evidence(String name) {
    return new ProcessVariable<>(
        name, ProcessVariable::toJson, value -> ReadEvidence.in(written(value)));
  }

  /**
   * For a document that is sure to fit into a text variable: what is longer has bytes beside it.
   */
  static <T> ProcessVariable<T> shortJson(String name, Type type) {
    return new ProcessVariable<>(
        name, document -> Variables.stringValue(Json.write(document)), fromJson(type));
  }

  private static <T> Function<TypedValue, T> fromJson(Type type) {
    return value -> Json.read(written(value), type);
  }

  private static TypedValue toJson(Object document) {
    return SpinValues.jsonValue(Json.write(document)).create();
  }

  private static String written(TypedValue value) {
    return value instanceof SerializableValue serialized
        ? serialized.getValueSerialized()
        : (String) value.getValue();
  }

  /**
   * The same, which older versions called otherwise. An incident that one of them began goes on by
   * its own model, which asks for the former name.
   */
  ProcessVariable<T> formerly(String called) {
    return new ProcessVariable<>(name, toEngine, fromEngine, called);
  }

  public String name() {
    return name;
  }

  /** As older versions called it; empty where they called it the same. */
  public Optional<String> formerName() {
    return Optional.ofNullable(formerName);
  }

  /**
   * @throws IllegalStateException when it is not set: a step before this one should have done it
   */
  public T from(VariableScope scope) {
    return find(scope)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Variable '" + name + "' is not set; an earlier step should have written it"));
  }

  public Optional<T> find(VariableScope scope) {
    return read(stored(name, scope))
        .or(() -> formerName().flatMap(former -> read(stored(former, scope))));
  }

  private static TypedValue stored(String name, VariableScope scope) {
    TypedValue value = scope.getVariableTyped(name, false);
    return value instanceof ObjectValue ? scope.getVariableTyped(name, true) : value;
  }

  public Optional<T> read(TypedValue value) {
    boolean absent =
        value == null
            || (value instanceof SerializableValue serialized
                ? serialized.getValueSerialized() == null
                : value.getValue() == null);
    return absent ? Optional.empty() : Optional.of(fromEngine.apply(value));
  }

  public void set(VariableScope scope, T value) {
    scope.setVariable(name, toEngine.apply(value));
    formerName()
        .filter(scope::hasVariable)
        .ifPresent(former -> scope.setVariable(former, toEngine.apply(value)));
  }

  public void setLocal(VariableScope scope, T value) {
    scope.setVariableLocal(name, toEngine.apply(value));
  }

  /** In the scope of a task that waits. */
  void setLocal(TaskService tasks, String task, T value) {
    tasks.setVariableLocal(task, name, toEngine.apply(value));
  }

  @SuppressWarnings("unchecked")
  private static <T> T unchecked(TypedValue value) {
    return (T) value.getValue();
  }
}
