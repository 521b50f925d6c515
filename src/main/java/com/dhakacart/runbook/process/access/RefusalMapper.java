package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.IncidentAlreadyOpen;
import com.dhakacart.runbook.process.StorageFailure;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.rest.dto.ExceptionDto;
import org.camunda.bpm.engine.rest.exception.ExceptionHandlerHelper;
import org.camunda.bpm.engine.rest.exception.RestException;

/**
 * Lets our sentences reach the person who decides. The engine wraps what a listener throws, and its
 * REST API makes a 500 of it with the wrappers' texts in front; here the sentence is looked up
 * among the causes. What two people who decide at the same time do to each other is a 500 for the
 * engine, too, and has a sentence here. All other exceptions are answered as the engine's own
 * mappers would.
 */
class RefusalMapper implements ExceptionMapper<Throwable> {

  /** The engine's, which has no exception of its own for it. */
  private static final String PASSWORD_TOO_SHORT = "Password does not match policy";

  private static final String ENGINE = "org.camunda.bpm.engine.";

  /** Where what is sent becomes an object. */
  private static final String REST_DTO = "org.camunda.bpm.engine.rest.dto.";

  /** Where the engine runs the steps of a process, ours among them: an error there is ours. */
  private static final String A_PROCESS = "org.camunda.bpm.engine.impl.pvm.";

  /** Where the engine does what its REST API has read from a request. */
  private static final String COMMAND = "org.camunda.bpm.engine.impl.interceptor.";

  /** Where the engine's rows become objects. */
  private static final String PERSISTENCE = "org.camunda.bpm.engine.impl.persistence.entity.";

  private final IdentityService identities;

  RefusalMapper(IdentityService identities) {
    this.identities = identities;
  }

  @Override
  public Response toResponse(Throwable thrown) {
    return refusal(thrown)
        .orElseGet(() -> ExceptionHandlerHelper.getInstance().getResponse(thrown));
  }

  /** Empty for what is no refusal, but an error of ours or of the engine. */
  Optional<Response> refusal(Throwable thrown) {
    return causes(thrown)
        .flatMap(it -> answer(it).stream())
        .findFirst()
        .or(() -> refusalOfTheDatabase(thrown));
  }

  /** Whatever the engine, MyBatis and the driver make of it. */
  private static Optional<Response> refusalOfTheDatabase(Throwable thrown) {
    if (StorageFailure.isRace(thrown)) {
      return sameMoment(thrown);
    }
    if (StorageFailure.isAboutTheSearch(thrown)) {
      return answer(
          Status.BAD_REQUEST,
          thrown,
          "This cannot be searched for; leave out lists that are empty, and numbers below 0");
    }
    if (StorageFailure.isDatabaseAway(thrown)) {
      return answer(Status.SERVICE_UNAVAILABLE, thrown, Refuser.DATABASE_AWAY);
    }
    return StorageFailure.isAboutTheData(thrown)
        ? answer(
            Status.BAD_REQUEST,
            thrown,
            "The database does not take this: a text is too long for it, or holds a character that"
                + " it does not know; shorten it, and leave out what cannot be seen")
        : Optional.empty();
  }

  private static Optional<Response> sameMoment(Throwable cause) {
    return answer(
        Status.CONFLICT,
        cause,
        "Something else happened to this at the same moment; look at it again, and repeat what is"
            + " still needed");
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
  }

  private Optional<Response> answer(Throwable cause) {
    if (cause instanceof DecisionRefused) {
      return answer(Status.BAD_REQUEST, cause, cause.getMessage());
    }
    if (cause instanceof IncidentAlreadyOpen) {
      return answer(Status.CONFLICT, cause, cause.getMessage());
    }
    if (cause instanceof TaskAlreadyClaimedException claimed) {
      return answer(
          Status.CONFLICT,
          cause,
          "%s has claimed this task; ask them, or release it (Tasklist: the cross beside the name; REST: unclaim) and claim it"
              .formatted(claimed.getTaskAssignee()));
    }
    if (cause instanceof NullValueException && isAboutAMissingTask(cause)) {
      return answer(Status.NOT_FOUND, cause, NotThere.TASK);
    }
    if (cause instanceof NullValueException) {
      return notThere(cause);
    }
    if (cause instanceof ProcessEngineException && PASSWORD_TOO_SHORT.equals(cause.getMessage())) {
      return answer(Status.BAD_REQUEST, cause, passwordRule());
    }
    if (cause instanceof ProcessEngineException && isAboutAnEndedProcess(cause)
        || cause instanceof NullPointerException && isAboutAMissingRow(cause)) {
      return sameMoment(cause);
    }
    if (cause instanceof ProcessEngineException && isAboutAForm(cause)) {
      return answer(
          Status.BAD_REQUEST,
          cause,
          "A value has a form that is not kept; send a String, a Boolean, an Integer or null");
    }
    return ran(cause, A_PROCESS) ? Optional.empty() : mistake(cause);
  }

  /**
   * What was asked for is wrong, and the engine has a 500 for it: it says so before it does
   * anything, or stumbles over what was left out.
   */
  private static Optional<Response> mistake(Throwable cause) {
    if (cause instanceof RestException && isAboutAMissingDefinition(cause)) {
      return notThere(cause);
    }
    if (cause.getClass() == ProcessEngineException.class && cause.getCause() == null) {
      return answer(Status.BAD_REQUEST, cause, "This cannot be done: " + cause.getMessage());
    }
    if (cause instanceof IllegalArgumentException && ran(cause, REST_DTO)) {
      return answer(Status.BAD_REQUEST, cause, "A parameter of this is not of its type");
    }
    if (cause instanceof NullPointerException && ran(cause, ENGINE)) {
      return isThrownIn(cause, ENGINE) && ran(cause, COMMAND)
          ? notThere(cause)
          : answer(
              Status.BAD_REQUEST,
              cause,
              "The body leaves out what this needs; see the engine's REST API reference of it");
    }
    return Optional.empty();
  }

  private static boolean ran(Throwable cause, String place) {
    return Stream.of(cause.getStackTrace()).anyMatch(it -> it.getClassName().startsWith(place));
  }

  private static boolean isAboutAMissingDefinition(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("no deployed process definition found");
  }

  private static Optional<Response> notThere(Throwable cause) {
    return answer(
        Status.NOT_FOUND,
        cause,
        "What this asks for is not there, or no longer; look in Tasklist, in Cockpit or at"
            + " /incidents for what is");
  }

  private String passwordRule() {
    return identities.getPasswordPolicy().getRules().stream()
        .map(it -> it.getParameters().get("minLength"))
        .map("This password is too short; choose one of at least %s characters"::formatted)
        .collect(Collectors.joining());
  }

  private static boolean isAboutAForm(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("Cannot find serializer for value");
  }

  /** It ended between two queries of the same call. */
  private static boolean isAboutAnEndedProcess(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("Cannot restore state of process instance");
  }

  /**
   * The engine stumbles over what it has just found and does not find again, since somebody else
   * ended it in between.
   */
  private static boolean isAboutAMissingRow(Throwable cause) {
    return isThrownIn(cause, PERSISTENCE);
  }

  private static boolean isThrownIn(Throwable cause, String place) {
    StackTraceElement[] trace = cause.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith(place);
  }

  /** The engine has no exception of its own for it. */
  private static boolean isAboutAMissingTask(Throwable cause) {
    return String.valueOf(cause.getMessage()).startsWith("Cannot find task with id");
  }

  private static Optional<Response> answer(Status status, Throwable cause, String sentence) {
    ExceptionDto words = ExceptionDto.fromException(cause);
    words.setMessage(sentence);
    return Optional.of(
        Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(words).build());
  }
}
