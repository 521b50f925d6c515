package com.dhakacart.runbook.process.access;

/**
 * What the body of a request may hold, by the row of the {@link AllowList} that lets it through.
 */
enum Holds {
  /** Nothing, or an empty JSON object. */
  NOTHING,

  /** The fields of a log-in page. */
  LOG_IN,

  /** Alertmanager's payload, read alert by alert behind the door. */
  ALERTS,

  /** Why something is done: {@code {"reason": "..."}}, or nothing. */
  REASON,

  /** One's own id: nobody claims a task for another. */
  OWN_ID,

  /** The answers that a task declares, each of its type. */
  ANSWERS,

  /** The same, as the form of an incident's page sends them. */
  FORM,

  /** Which workload a started runbook is about. */
  START,

  /** One more try or more, for a job that has none left; never another time. */
  RETRIES,

  /** A remark: {@code {"message": "..."}}. */
  COMMENT,

  /** What is searched for, without expressions. */
  QUERY,

  /** A task list of Tasklist, with no expression but who reads it. */
  TASK_LIST,

  /** Texts, numbers and lists of them, as users, groups and authorizations are written. */
  PLAIN,

  /** Files; the engine reads them. */
  DEPLOYMENT
}
