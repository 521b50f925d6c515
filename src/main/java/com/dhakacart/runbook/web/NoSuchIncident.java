package com.dhakacart.runbook.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** What every address of an incident answers for a key that nobody knows. */
final class NoSuchIncident {

  private NoSuchIncident() {}

  static ProblemDetail problem(String key) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.NOT_FOUND,
        "There is no incident %s. Its key is in Cockpit (business key), in every page and in the answer to the alert; GET /incidents lists the newest."
            .formatted(key));
  }
}
