package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.process.WebSettings;
import org.camunda.bpm.spring.boot.starter.event.TaskEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Says in the log what waits for people, and where they go on: also where no webhook and no mail is
 * configured. Only once it is committed, since an opening that loses a race opens nothing.
 */
@Component
class LogOfOpenings {

  private static final Logger log = LoggerFactory.getLogger(LogOfOpenings.class);

  private final WebSettings web;

  LogOfOpenings(WebSettings web) {
    this.web = web;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void incident(IncidentOpened opened) {
    log.info(
        "Opened incident {} of {}; its report is {}, its decisions come to {}",
        opened.incident().key(),
        opened.incident().workload().name(),
        web.report(opened.incident().key()),
        web.tasklist());
  }

  @TransactionalEventListener(
      fallbackExecution = true,
      condition = "#root.args[0].eventName == 'create'")
  void task(TaskEvent created) {
    log.info("Waits for a person: {}; decide at {}", created.getName(), web.task(created.getId()));
  }
}
