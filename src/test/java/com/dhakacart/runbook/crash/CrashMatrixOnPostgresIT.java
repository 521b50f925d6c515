package com.dhakacart.runbook.crash;

import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.model.Runbook;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at each step of each path: when the step is begun, when its work is done and not yet
 * committed, when it is committed and nobody knows; before a change or a page arrives, and after it
 * did.
 */
@Tag("endurance-alone")
class CrashMatrixOnPostgresIT {

  private static final int SERVICES_A_PATH = Integer.getInteger("runbook.services-a-path", 2);

  @TempDir private Path folder;

  @Test
  void killedAtEveryStep_nothingIsLostAndNothingIsDoneTwice() throws IOException {
    List<String> points = new ArrayList<>(Worlds.effects());
    steps().forEach(step -> points.addAll(pointsOf(step)));
    points.add(DatabaseProxy.done("startEvent_alertFired"));
    points.add(DatabaseProxy.committed("startEvent_alertFired"));
    try (EmbeddedPostgres postgres =
            Postgres.builder()
                .setServerConfig("max_connections", "400")
                .setServerConfig("synchronous_commit", "on")
                .start();
        CrashRun run = CrashRun.onPostgres(folder, postgres, points, SERVICES_A_PATH)) {
      run.killUntilEveryPointWasReached();
      run.everythingIsThereOnce();
      run.everyPointWasReached();
    }
  }

  private static Stream<FlowNode> steps() {
    return Runbook.ofTheProduct().stream()
        .flatMap(
            it ->
                Stream.concat(
                    Stream.of(ServiceTask.class, BusinessRuleTask.class, UserTask.class)
                        .flatMap(type -> it.all(type).stream()),
                    it.all(SubProcess.class).stream().filter(FlowNode::isCamundaAsyncBefore)));
  }

  private static List<String> pointsOf(FlowNode step) {
    List<String> points = new ArrayList<>();
    if (step.isCamundaAsyncBefore()) {
      points.add(DatabaseProxy.begun(step.getId()));
    }
    points.add(DatabaseProxy.done(step.getId()));
    points.add(DatabaseProxy.committed(step.getId()));
    return points;
  }
}
