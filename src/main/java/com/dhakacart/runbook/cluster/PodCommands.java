package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** {@code kubectl exec}. Blocks until the command has ended. */
@Component
class PodCommands {

  private final KubernetesClient client;

  PodCommands(@Lazy @Qualifier(ClusterClients.LOOKING) KubernetesClient client) {
    this.client = client;
  }

  /** Never throws: why a command gave nothing stands in the result. */
  Result run(String namespace, String pod, String container, Duration timeout, String... command) {
    CompletableFuture<Integer> tooMuch = new CompletableFuture<>();
    BoundedText output = new BoundedText(tooMuch);
    BoundedText errors = new BoundedText(tooMuch);
    BoundedText outcome = new BoundedText(tooMuch);
    try (ExecWatch running =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod)
            .inContainer(container)
            .writingOutput(output)
            .writingError(errors)
            .writingErrorChannel(outcome)
            .withReadyWaitTimeout(0) // a pod that is not ready is the one to ask
            .exec(command)) {
      Integer exitCode =
          running
              .exitCode()
              .applyToEither(tooMuch, it -> it)
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (tooMuch.isDone()) {
        return Result.cutOff(output.toString(), BoundedText.CUT_OFF);
      }
      if (exitCode == null) {
        return Result.notRun(
            "the connection was closed before the command had ended; try again later");
      }
      String problem = exitCode == Result.NOT_RUN ? outcome.toString() : errors.toString();
      return new Result(exitCode, output.toString(), problem.strip(), false);
    } catch (TimeoutException e) {
      return Result.cutOff(
          output.toString(),
          "no end within " + timeout.toMillis() / 1000.0 + " s; look at the pod and its node");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Result.notRun("interrupted");
    } catch (ExecutionException e) {
      return Result.notRun(Problems.inRequest(e.getCause()));
    } catch (RuntimeException e) {
      return Result.notRun(Problems.inRequest(e));
    }
  }

  /**
   * @param exitCode {@link #NOT_RUN} when the command could not be run, which says nothing about
   *     what it would have found
   * @param problem stderr, or why it could not be run or was not waited for
   * @param cutOff whether it ran, and took longer or wrote more than anybody waits for
   */
  record Result(int exitCode, String output, String problem, boolean cutOff) {

    static final int NOT_RUN = -1;

    static Result notRun(String problem) {
      return new Result(NOT_RUN, "", problem, false);
    }

    private static Result cutOff(String output, String problem) {
      return new Result(NOT_RUN, output, problem, true);
    }

    /** 126 and 127 are a shell's and some runtimes' way to say that there is no such command. */
    boolean couldNotRun() {
      return !cutOff && (exitCode == NOT_RUN || exitCode == 126 || exitCode == 127);
    }
  }
}
