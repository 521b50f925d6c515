package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.ProductProcess;
import com.dhakacart.runbook.simulation.Fault;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of {@link TwoNodesIT}: one incident, and the worst moment. */
class TwoNodesTest extends TwoNodes {

  private static final String CHANGED = Worlds.notAnswered("template");

  TwoNodesTest() {
    super(List.of(CHANGED));
  }

  @Test
  void oneIsKilledWhenTheClusterWasChangedAndNobodyKnows_theOtherGoesOn_andTheChangeIsMadeOnce() {
    nodes.forEach(ProductProcess::start);
    counterparts.worlds().fault(0, Fault.BAD_RELEASE);
    points.arm(1);
    episodes.fire(List.of(Worlds.service(0)));
    await().atMost(PATIENCE).until(() -> points.parked() > 0);
    String name = whoRuns("serviceTask_rollBackRelease");
    ProductProcess changing = nodes.get(nodes.get(0).name().equals(name) ? 0 : 1);
    ProductProcess other = nodes.get(1 - nodes.indexOf(changing));

    changing.kill();
    Instant dead = Instant.now();
    points.released();
    awaitTakenOver(changing, other, dead);
    await().atMost(PATIENCE).until(() -> episodes.open() == 0);

    everythingIsThereOnce();
    assertThat(counterparts.worlds().writes()).hasSize(1);
  }

  private String whoRuns(String step) {
    return database
        .sql(
            """
            select j.LOCK_OWNER_ from ACT_RU_JOB j join ACT_RU_JOBDEF d on d.ID_ = j.JOB_DEF_ID_
            where d.ACT_ID_ = ? and j.LOCK_OWNER_ is not null""")
        .param(step)
        .query(String.class)
        .single();
  }
}
