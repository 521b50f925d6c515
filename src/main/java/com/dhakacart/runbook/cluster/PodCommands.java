package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    ByteArrayOutputStream outcome = new ByteArrayOutputStream();
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
      int exitCode = running.exitCode().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      String problem = exitCode == -1 ? text(outcome) : text(errors);
      return new Result(exitCode, text(output), problem.strip(), false);
    } catch (TimeoutException e) {
      return new Result(
          Result.NOT_RUN, text(output), "no end within " + timeout.toMillis() + " ms", true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Result.notRun("interrupted");
    } catch (ExecutionException e) {
      return Result.notRun(Problems.in(e.getCause()));
    } catch (RuntimeException e) {
      return Result.notRun(Problems.in(e));
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * @param exitCode {@link #NOT_RUN} when the command could not be run, which says nothing about
   *     what it would have found
   * @param problem stderr, or why it could not be run
   */
  record Result(int exitCode, String output, String problem, boolean timedOut) {

    static final int NOT_RUN = -1;

    static Result notRun(String problem) {
      return new Result(NOT_RUN, "", problem, false);
    }

    /** 126 and 127 are a shell's and some runtimes' way to say that there is no such command. */
    boolean couldNotRun() {
      return !timedOut && (exitCode == NOT_RUN || exitCode == 126 || exitCode == 127);
    }
  }
}
