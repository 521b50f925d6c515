package com.dhakacart.runbook.process.access;

import java.util.Optional;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.rest.dto.ExceptionDto;
import org.springframework.stereotype.Component;

/** What the engine refused, in the sentence that its REST API answers, for our own pages. */
@Component
public class RefusedInWords {

  private static final int FORBIDDEN = 403;

  private final RefusalMapper mapper;

  RefusedInWords(IdentityService identities) {
    this.mapper = new RefusalMapper(identities);
  }

  /**
   * @param status of HTTP
   */
  public record Refused(int status, String sentence) {}

  /** Empty where it is no refusal, but an error. */
  public Optional<Refused> of(RuntimeException thrown) {
    if (thrown instanceof AuthorizationException) {
      return Optional.of(
          new Refused(FORBIDDEN, "You may not do this; ask somebody of the groups that decide it"));
    }
    if (thrown instanceof NotThere) {
      return Optional.of(new Refused(404, thrown.getMessage()));
    }
    return mapper
        .refusal(thrown)
        .map(it -> new Refused(it.getStatus(), ((ExceptionDto) it.getEntity()).getMessage()));
  }
}
