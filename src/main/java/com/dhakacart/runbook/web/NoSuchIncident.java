package com.dhakacart.runbook.web;

/** Nobody knows an incident by this key; the message says where keys are found. */
class NoSuchIncident extends RuntimeException {

  NoSuchIncident(String key) {
    super(
        "There is no incident %s. Its key is in Cockpit (business key), in every page and in the answer to the alert; GET /incidents lists the newest."
            .formatted(key));
  }
}
