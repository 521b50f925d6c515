package com.dhakacart.runbook.process.engine;

import javax.xml.datatype.DatatypeFactory;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/**
 * Tells Java to read durations itself. The engine asks for a reader at each timer, five of them an
 * incident, and unless it is said which, all jars are searched for another one each time.
 */
@Component
class DurationsOfTimers extends AbstractProcessEnginePlugin {

  private static final String WHOSE = DatatypeFactory.class.getName();

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    if (System.getProperty(WHOSE) == null) {
      System.setProperty(WHOSE, DatatypeFactory.newDefaultInstance().getClass().getName());
    }
  }
}
