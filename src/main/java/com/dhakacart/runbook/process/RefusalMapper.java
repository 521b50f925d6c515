package com.dhakacart.runbook.process;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Optional;
import org.camunda.bpm.engine.rest.dto.ExceptionDto;
import org.camunda.bpm.engine.rest.exception.ExceptionHandlerHelper;

/**
 * Lets our sentences reach the person who decides. The engine wraps what a listener throws, and its
 * REST API makes a 500 of it with the wrappers' texts in front; here the sentence is looked up
 * among the causes. All other exceptions are answered as the engine's own mappers would.
 */
class RefusalMapper implements ExceptionMapper<Throwable> {

  @Override
  public Response toResponse(Throwable thrown) {
    return refusal(thrown)
        .orElseGet(() -> ExceptionHandlerHelper.getInstance().getResponse(thrown));
  }

  private static Optional<Response> refusal(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof DecisionRefused) {
        return Optional.of(answer(Status.BAD_REQUEST, cause));
      }
      if (cause instanceof IncidentAlreadyOpen) {
        return Optional.of(answer(Status.CONFLICT, cause));
      }
    }
    return Optional.empty();
  }

  private static Response answer(Status status, Throwable refusal) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(ExceptionDto.fromException(refusal))
        .build();
  }
}
