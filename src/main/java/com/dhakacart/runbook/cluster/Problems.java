package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Why the cluster gave no answer, in one sentence that ends with what to do. */
final class Problems {

  private Problems() {}

  static String in(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return in(failure.getCause());
    }
    if (failure instanceof KubernetesClientException refused) {
      return in(refused);
    }
    if (failure instanceof ApiFailure refused) {
      return in(new KubernetesClientException(refused.getMessage(), refused.code(), null));
    }
    return words(failure);
  }

  /** The same of a request whose failures come as they are, and so are of many types. */
  static String inRequest(Throwable failure) {
    return failure instanceof KubernetesClientException
        ? in(failure)
        : noAnswer(words(deepest(failure)));
  }

  /** Only what happened, for a sentence that says the rest itself. */
  static String words(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return words(failure.getCause());
    }
    if (failure instanceof CancellationException) {
      return AnswerLimit.CUT_OFF;
    }
    if (failure instanceof TimeoutException) {
      return "no answer in time"
          + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static String in(KubernetesClientException refused) {
    String said =
        refused.getStatus() != null && refused.getStatus().getMessage() != null
            ? refused.getStatus().getMessage()
            : words(deepest(refused));
    int code = code(refused);
    if (isNoAnswerOfKubernetes(refused) || code >= 200 && code < 400) {
      return "What answers is not the API server, or a page before it; check runbook.cluster.url";
    }
    return switch (code) {
      // no HTTP answer at all
      case 0, -1 -> refused.getCause() == null ? said : noAnswer(said);
      case ApiFailure.UNAUTHORIZED -> unknown(said);
      case 403 ->
          "The account may not do this (" + said + "), says the API server; grant the right";
      case 404 ->
          "The API server does not find it (" + said + "); check that the cluster serves it";
      case 502, 503, 504 ->
          "The API server, or a load balancer in its place, answered "
              + code
              + " ("
              + said
              + "); look at both";
      default -> "The API server answered " + code + " (" + said + "); try again later";
    };
  }

  private static String noAnswer(String said) {
    return "The API server did not answer ("
        + said
        + "); check the connection (kubectl cluster-info)";
  }

  private static String unknown(String said) {
    return "The API server does not know the account ("
        + said
        + "); check its token: it may have expired or been deleted";
  }

  /**
   * A command in a pod is refused while its connection is made, and only its cause knows the code.
   */
  private static int code(KubernetesClientException refused) {
    Throwable cause = refused;
    while (cause != null && !(cause instanceof WebSocketHandshakeException)) {
      cause = cause.getCause();
    }
    return cause instanceof WebSocketHandshakeException handshake && handshake.getResponse() != null
        ? handshake.getResponse().code()
        : refused.getCode();
  }

  private static boolean isNoAnswerOfKubernetes(KubernetesClientException failure) {
    return deepest(failure) instanceof JsonProcessingException;
  }

  private static Throwable deepest(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    return deepest;
  }
}
