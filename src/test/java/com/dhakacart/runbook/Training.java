package com.dhakacart.runbook;

import com.dhakacart.runbook.simulation.Fault;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;

/**
 * An incident in a simulated world, from its alert until a person has read what is to be approved:
 * what a runtime has to read once, to keep it for the next start. {@code docker/Dockerfile} runs
 * it.
 */
public class Training {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String ONCALL =
      "Basic " + Base64.getEncoder().encodeToString("oncall:demo".getBytes(StandardCharsets.UTF_8));

  private final Demo demo;

  private Training(Demo demo) {
    this.demo = demo;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    try (Demo demo = Demo.start(SimulatedWorld.Ports.any(), Pace.test(), "--server.port=0")) {
      demo.world().fault(Fault.BAD_RELEASE);
      Training training = new Training(demo);
      String incident = training.awaitApproval();
      training.read("/incidents/" + incident);
      training.read("/engine-rest/task");
    }
  }

  /** The incident's key. */
  private String awaitApproval() throws InterruptedException {
    TaskService tasks = demo.application().getBean(TaskService.class);
    for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
      Task task = tasks.createTaskQuery().singleResult();
      if (task != null) {
        return demo.application()
            .getBean(RuntimeService.class)
            .createProcessInstanceQuery()
            .processInstanceId(task.getProcessInstanceId())
            .singleResult()
            .getBusinessKey();
      }
      Thread.sleep(PAUSE.toMillis());
    }
    throw new IllegalStateException("Nobody was asked for anything within " + PATIENCE);
  }

  private void read(String path) throws IOException, InterruptedException {
    URI address = demo.uri().resolve(path);
    HttpResponse<Void> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(address).header("Authorization", ONCALL).build(),
                BodyHandlers.discarding());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(address + " answers " + answer.statusCode());
    }
  }
}
