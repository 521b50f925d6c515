package com.dhakacart.runbook.cost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;

/**
 * An engine and nothing else, with a process that does nothing: so many activities one after
 * another, so many of them in jobs of their own, and a task for a person at the end. For each line
 * that it reads it passes one, and says when the person is asked.
 */
final class BareEngine {

  private BareEngine() {}

  /**
   * @param arguments the URL of its database, activities, jobs
   */
  public static void main(String[] arguments) throws IOException {
    StandaloneProcessEngineConfiguration settings = new StandaloneProcessEngineConfiguration();
    settings.setJdbcUrl(arguments[0]);
    settings.setDatabaseSchemaUpdate("true");
    settings.setHistory("full");
    settings.setJobExecutorActivate(true);
    ProcessEngine engine = settings.buildProcessEngine();
    deploy(engine, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    while (lines.readLine() != null) {
      String instance = engine.getRuntimeService().startProcessInstanceByKey("bare").getId();
      while (engine.getTaskService().createTaskQuery().processInstanceId(instance).count() == 0) {
        pause();
      }
      System.out.println("asked");
    }
    engine.close();
  }

  private static void deploy(ProcessEngine engine, int activities, int jobs) {
    AbstractFlowNodeBuilder<?, ?> last =
        Bpmn.createExecutableProcess("bare").camundaHistoryTimeToLive(1).startEvent();
    int steps = activities - 2; // the start and the task at the end
    for (int step = 0; step < steps; step++) {
      boolean ofItsOwn = (step + 1) * jobs / steps > step * jobs / steps;
      last = last.serviceTask().camundaExpression("${true}").camundaAsyncBefore(ofItsOwn);
    }
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance("bare.bpmn", last.userTask().endEvent().done())
        .deploy();
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
