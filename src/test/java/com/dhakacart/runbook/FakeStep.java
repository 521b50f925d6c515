package com.dhakacart.runbook;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.ProcessVariable;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineServices;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.impl.value.ObjectValueImpl;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.camunda.bpm.engine.variable.value.TypedValue;

/**
 * A step or a task without an engine: it keeps variables, and whoever asks it for anything else is
 * told that it cannot.
 */
public final class FakeStep {

  private final Map<String, TypedValue> variables = new LinkedHashMap<>();
  private final Map<String, Object> properties = new LinkedHashMap<>();

  public FakeStep() {
    properties.put("getActivityInstanceId", "activity-1");
    properties.put("getProcessInstanceId", "process-1");
  }

  /**
   * @param id as the engine gives it
   */
  public FakeStep of(String processKey, String id) {
    var definition = answering(ProcessDefinition.class, Map.of("getKey", processKey));
    var repository = answering(RepositoryService.class, Map.of("getProcessDefinition", definition));
    properties.put("getProcessDefinitionId", id);
    properties.put(
        "getProcessEngineServices",
        answering(ProcessEngineServices.class, Map.of("getRepositoryService", repository)));
    return this;
  }

  public <T> FakeStep with(ProcessVariable<T> variable, T value) {
    variable.set(execution(), value);
    if (value instanceof Incident incident) {
      properties.put("getProcessBusinessKey", incident.key());
    }
    return this;
  }

  /** As a person's form or the REST API sets it. */
  public FakeStep with(String variable, Object value) {
    variables.put(variable, Variables.untypedValue(value));
    return this;
  }

  public <T> T get(ProcessVariable<T> variable) {
    return variable.from(execution());
  }

  public Map<String, TypedValue> variables() {
    return variables;
  }

  public DelegateExecution execution() {
    return as(DelegateExecution.class);
  }

  /**
   * @param user who is logged in; null when nobody is
   */
  public DelegateTask task(String key, String user) {
    properties.put("getTaskDefinitionKey", key);
    properties.put("getId", key);
    properties.putIfAbsent("getAssignee", null);
    IdentityService identity =
        answering(
            IdentityService.class,
            Map.of(
                "getCurrentAuthentication",
                new Authentication(user, user == null ? List.of() : List.of("on-call"))));
    properties.put(
        "getProcessEngineServices",
        answering(ProcessEngineServices.class, Map.of("getIdentityService", identity)));
    return as(DelegateTask.class);
  }

  public String businessKey() {
    return (String) properties.get("getProcessBusinessKey");
  }

  public String assignee() {
    return (String) properties.get("getAssignee");
  }

  private <T> T as(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "getExecution" -> {
                  return execution();
                }
                case "setVariable", "setVariableLocal" -> {
                  variables.put((String) arguments[0], stored(arguments[1]));
                  return null;
                }
                case "getVariableTyped" -> {
                  return variables.get((String) arguments[0]);
                }
                case "hasVariable" -> {
                  return variables.containsKey((String) arguments[0]);
                }
                case "getVariable" -> {
                  TypedValue value = variables.get((String) arguments[0]);
                  return value == null ? null : value.getValue();
                }
                case "setAssignee", "setProcessBusinessKey" -> {
                  properties.put(method.getName().replaceFirst("set", "get"), arguments[0]);
                  return null;
                }
                default -> {
                  return answer(properties, method.getName());
                }
              }
            }));
  }

  private static <T> T answering(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer(answers, method.getName())));
  }

  private static Object answer(Map<String, Object> answers, String method) {
    if (!answers.containsKey(method)) {
      throw new UnsupportedOperationException(method);
    }
    return answers.get(method);
  }

  /** The engine serializes an object when it is set. */
  private static TypedValue stored(Object value) {
    if (value instanceof ObjectValue object) {
      return new ObjectValueImpl(
          object.getValue(),
          String.valueOf(object.getValue()),
          object.getSerializationDataFormat(),
          object.getObjectTypeName(),
          true);
    }
    return Variables.untypedValue(value);
  }
}
