package com.dhakacart.runbook.crash;

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
@Tag("endurance")
class CrashMatrixIT {

  private static final int SERVICES_A_PATH = Integer.getInteger("runbook.services-a-path", 2);

  @TempDir private Path folder;

  @Test
  void onPostgres_killedAtEveryStep_nothingIsLostAndNothingIsDoneTwice() throws IOException {
    List<String> points = new ArrayList<>(effects());
    steps().forEach(step -> points.addAll(pointsOf(step)));
    points.add(DatabaseProxy.done("startEvent_alertFired"));
    points.add(DatabaseProxy.committed("startEvent_alertFired"));
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "400")
                .setServerConfig("synchronous_commit", "on")
                .start();
        CrashRun run = CrashRun.onPostgres(folder, postgres, points, SERVICES_A_PATH)) {
      run.killUntilEveryPointWasReached();
      run.everythingIsThereOnce();
      run.everyPointWasReached();
    }
  }

  @Test
  void onH2_killedAroundEveryEffect_nothingIsLostAndNothingIsDoneTwice() throws IOException {
    try (CrashRun run = CrashRun.onH2(folder, effects(), 1)) {
      run.killUntilEveryPointWasReached();
      run.everythingIsThereOnce();
      run.everyPointWasReached();
    }
  }

  /** What can reach somebody outside, by what its request looks like. */
  private static List<String> effects() {
    return Stream.of(
            "restart", "limits", "template", "scale", "autoscaler", "config map", "page", "ticket")
        .flatMap(kind -> Stream.of(Worlds.asked(kind), Worlds.notAnswered(kind)))
        .toList();
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
