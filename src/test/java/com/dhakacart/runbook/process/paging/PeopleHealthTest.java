package com.dhakacart.runbook.process.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.oncall.PeopleReach;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;

/** {@code WatchingTest} has the pages that nobody took. */
class PeopleHealthTest {

  @Test
  void noWayToAnybodyIsConfigured_peopleAreUnreachable_beforeThereIsAPage() {
    Health health = health(Optional.of("set spring.mail.host"));

    assertThat(health.getStatus().getCode()).isEqualTo("UNREACHABLE");
    assertThat(health.getDetails())
        .containsEntry("problem", "set spring.mail.host")
        .containsEntry("pages not sent", 0);
  }

  @Test
  void somebodyCanBeCalled_andNoPageWaits_isUp() {
    assertThat(health(Optional.empty()).getStatus().getCode()).isEqualTo("UP");
  }

  private static Health health(Optional<String> nobodyBecause) {
    PeopleReach people = mock(PeopleReach.class);
    when(people.nobodyBecause()).thenReturn(nobodyBecause);
    return new PeopleHealth(mock(Pages.class), people, new SimpleMeterRegistry()).health();
  }
}
