package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.process.WebSettings;
import java.util.Optional;
import org.camunda.bpm.engine.RuntimeService;
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
  private final RuntimeService runtime;

  LogOfOpenings(WebSettings web, RuntimeService runtime) {
    this.web = web;
    this.runtime = runtime;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void incident(IncidentOpened opened) {
    log.info(
        "Opened incident {} of {}; it is read and decided at {}",
        opened.incident().key(),
        opened.incident().workload().name(),
        web.incident(opened.incident().key()));
  }

  @TransactionalEventListener(
      fallbackExecution = true,
      condition = "#root.args[0].eventName == 'create'")
  void task(TaskEvent created) {
    log.info(
        "Waits for a person: {}; decide at {}, or in Tasklist at {}",
        created.getName(),
        Optional.ofNullable(
                runtime
                    .createProcessInstanceQuery()
                    .processInstanceId(created.getProcessInstanceId())
                    .singleResult())
            .map(it -> web.incident(it.getBusinessKey()))
            .orElseGet(web::tasklist),
        web.task(created.getId()));
  }
}
